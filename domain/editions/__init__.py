"""The scheme's own stream: which editions its owner put in force beside those shipped."""
