"""The person stream: offices, qualifications, ties and seats over time. Names and addresses are sealed."""
