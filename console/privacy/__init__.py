"""What is kept on a person, shown to them and to the data protection officer; where else they are named."""
