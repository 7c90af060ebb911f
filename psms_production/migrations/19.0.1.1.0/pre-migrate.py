def migrate(cr, version):
    """Plans are stored in other tables now and can be made anew at any time: the old ones go.

    What was released from them are Odoo's own documents, which stay and count as open supply.
    """
    cr.execute("DELETE FROM psms_plan")
    cr.execute("""
        ALTER TABLE psms_planned_order
            DROP COLUMN company_id, DROP COLUMN plan_id, DROP COLUMN product_id, DROP COLUMN warehouse_id,
            DROP COLUMN source, DROP COLUMN vendor_id, DROP COLUMN bom_id, DROP COLUMN source_warehouse_id,
            DROP COLUMN made_to_order, DROP COLUMN parent_order_id, DROP COLUMN trigger_names, DROP COLUMN lead_days,
            DROP COLUMN safety_qty, DROP COLUMN on_hand_qty, DROP COLUMN lot_days, DROP COLUMN lot_min,
            DROP COLUMN lot_multiple, DROP COLUMN lot_max, DROP COLUMN quantity, DROP COLUMN demand_qty,
            DROP COLUMN supply_qty, DROP COLUMN covered_qty, DROP COLUMN missing_qty""")
