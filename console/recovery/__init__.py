"""After a loss: whether path and record agree, and backups that can be restored."""
