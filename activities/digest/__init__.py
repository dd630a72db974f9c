"""The secretariat's weekly letter to its operators."""
