"""What an auditor asks of past acts: were they two, were they free, and did they know what is known now."""
