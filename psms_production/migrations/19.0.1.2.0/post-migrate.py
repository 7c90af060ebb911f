def migrate(cr, version):
    """The lot rules of products become planning parameters of their variants."""
    cr.execute("SELECT FROM information_schema.columns WHERE table_name = 'product_template' AND column_name = 'psms_lot_days'")
    if not cr.rowcount:
        return
    cr.execute("""
        INSERT INTO psms_plan_parameter
               (company_id, product_id, lot_rule, lot_days, lot_min, lot_multiple, lot_max, safety_stock,
                security_days, fence_days, demand_fence_days, expedite_limited, expedite_days)
        SELECT c.id, p.id, CASE WHEN t.psms_lot_days > 0 THEN 'days' ELSE 'exact' END, COALESCE(NULLIF(t.psms_lot_days, 0), 7),
               COALESCE(t.psms_lot_min, 0), COALESCE(t.psms_lot_multiple, 0), COALESCE(t.psms_lot_max, 0), 0, 0, 0, 0, FALSE, 0
          FROM product_template t
          JOIN product_product p ON p.product_tmpl_id = t.id
          JOIN res_company c ON c.id = t.company_id OR t.company_id IS NULL
         WHERE t.psms_lot_days > 0 OR t.psms_lot_min > 0 OR t.psms_lot_multiple > 0 OR t.psms_lot_max > 0""")
    cr.execute("""
        ALTER TABLE product_template
            DROP COLUMN psms_lot_days, DROP COLUMN psms_lot_min, DROP COLUMN psms_lot_multiple, DROP COLUMN psms_lot_max""")
