"""The whole engine on simulated time: Temporal's time-skipping server and a worker for each desk."""
