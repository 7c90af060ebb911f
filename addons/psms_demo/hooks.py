def post_init_hook(env):
    """Ask for the demo factory; models/ir_module.py builds it when all modules are there."""
    env.registry._psms_demo_wanted = True
