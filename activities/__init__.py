"""The effects a certification owes: scoring, notification, storage."""
