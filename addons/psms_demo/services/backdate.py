"""Give records the creation dates of the story."""


def backdate(env):
    """Set create_date in bulk."""
