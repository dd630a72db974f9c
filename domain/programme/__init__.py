"""The programme's stream: which clusters are its members, what plans they filed, which targets were set."""
