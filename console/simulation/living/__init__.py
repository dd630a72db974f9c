"""What happens by itself: clusters join, apply, renew, give up, change; nobody has a task for it."""
