"""The person stream: offices held, qualifications, ties and seats over time. Names and addresses are sealed."""
