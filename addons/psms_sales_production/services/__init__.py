from . import production_steps
