"""What lies on the desks this morning."""


def make(factory):
    """Open quotations, orders and production around today."""
