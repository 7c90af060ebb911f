def migrate(cr, version):
    """The views of the action Bins get names of their own; those without went and came again with every update."""
    cr.execute("""
        DELETE FROM ir_act_window_view
              WHERE act_window_id IN (SELECT res_id FROM ir_model_data
                                       WHERE module = 'psms_stock' AND name = 'action_psms_stock_bins')""")
