"""Two plants and a distribution centre, their zones and bins, and the way between them."""
from .catalogue import FINISHED, ITEMS
from .translate import name_in_chinese

SHUNDE, ZHONGSHAN, CENTRE = "SD", "ZS", "DC"

WAREHOUSES = {
    SHUNDE: ("Shunde Plant 顺德工厂", "Beijiao Industrial Avenue 北滘工业大道168号", "Foshan 佛山"),
    ZHONGSHAN: ("Zhongshan Plant 中山工厂", "Dongsheng Torch Road 东升火炬路26号", "Zhongshan 中山"),
    CENTRE: ("Foshan Distribution Centre 佛山分拨中心", "Lecong Logistics Park 乐从物流园8号", "Foshan 佛山"),
}

# Storage areas below each warehouse's stock location: short code -> (location, English and Chinese name of the
# zone, kind of the zone). Location names are not translatable in Odoo, so they carry both; zone names are.
PLANT_AREAS = {
    "RM": ("Raw materials 原材料", "Raw materials", "原材料区", "bulk"),
    "EL": ("Electrical parts 电器件", "Electrical parts", "电器件区", "pick_face"),
    "PK": ("Packaging 包材", "Packaging", "包材区", "bulk"),
    "SF": ("Semi-finished 半成品", "Semi-finished goods", "半成品区", "pick_face"),
    "FG": ("Finished goods 成品", "Finished goods", "成品区", "finished"),
    "QC": ("Quarantine 待检", "Quarantine", "待检隔离区", "quarantine"),
}
AREAS = {
    SHUNDE: PLANT_AREAS,
    ZHONGSHAN: PLANT_AREAS,
    CENTRE: {
        "FG": PLANT_AREAS["FG"],
        "RT": ("Returns 退货", "Customer returns", "客户退货区", "quarantine"),
    },
}

# Product kind -> the area where it is kept.
AREA_OF_KIND = {"material": "RM", "part": "EL", "packaging": "PK", "semi": "SF", "finished": "FG"}


class Places:
    """The warehouses by code and the bins by (warehouse code, area code)."""

    def __init__(self, env, company):
        self.env = env
        self.company = company
        self.warehouses = {}
        self.areas = {}
        self.bins = {}
        self._make_warehouses()
        self._make_areas()

    def _make_warehouses(self):
        Warehouse = self.env["stock.warehouse"]
        main = Warehouse.search([("company_id", "=", self.company.id)], order="id", limit=1)
        for code, (name, street, city) in WAREHOUSES.items():
            address = self.env["res.partner"].create({
                "name": name,
                "parent_id": self.company.partner_id.id,
                "type": "other",
                "street": street,
                "city": city,
                "state_id": self.company.state_id.id,
                "country_id": self.company.country_id.id,
                "tz": "Asia/Shanghai",
            })
            values = {"name": name, "code": code, "partner_id": address.id}
            if main:
                before = main.code
                main.write(values)
                for sequence in self._types_of(main).sequence_id:
                    # Renaming a warehouse leaves the numbers of its documents as they were.
                    sequence.prefix = sequence.prefix.replace(f"{before}/", f"{code}/", 1)
                warehouse, main = main, None
            else:
                warehouse = Warehouse.create({**values, "company_id": self.company.id})
            self.warehouses[code] = warehouse
        # The centre makes and buys nothing itself: both plants supply it, and Shunde's boards go to Zhongshan.
        self.warehouses[CENTRE].write({
            "manufacture_to_resupply": False,
            "buy_to_resupply": False,
            "resupply_wh_ids": [(6, 0, [self.warehouses[SHUNDE].id, self.warehouses[ZHONGSHAN].id])],
        })
        self.warehouses[ZHONGSHAN].resupply_wh_ids = self.warehouses[SHUNDE]

    def _types_of(self, warehouse):
        return self.env["stock.picking.type"].with_context(active_test=False).search([
            ("warehouse_id", "=", warehouse.id), ("sequence_id", "!=", False),
        ])

    def _make_areas(self):
        for code, areas in AREAS.items():
            stock = self.warehouses[code].lot_stock_id
            zones = self.env["psms.stock.zone"].create([
                {"name": english, "code": short, "kind": kind, "warehouse_id": self.warehouses[code].id}
                for short, (_name, english, _chinese, kind) in areas.items()
            ])
            name_in_chinese(zones, [chinese for _name, _english, chinese, _kind in areas.values()])
            locations = self.env["stock.location"].create([
                {
                    "name": name,
                    "location_id": stock.id,
                    "usage": "internal",
                    "company_id": self.company.id,
                    "barcode": f"{code}-{short}",
                    "zone_own_id": zone.id,
                    "psms_plan_excluded": zone.kind == "quarantine",
                }
                for (short, (name, *_rest)), zone in zip(areas.items(), zones, strict=True)
            ])
            self.areas.update({(code, short): area for short, area in zip(areas, locations, strict=True)})

    def stock(self, code):
        return self.warehouses[code].lot_stock_id

    def area(self, code, kind):
        return self.areas[code, AREA_OF_KIND[kind]]

    def resupply_route(self, target, source):
        """The route by which warehouse `source` supplies warehouse `target`."""
        return self.env["stock.route"].search([
            ("supplied_wh_id", "=", self.warehouses[target].id),
            ("supplier_wh_id", "=", self.warehouses[source].id),
        ], limit=1)

    def store(self, products):
        """Give every product its bin in each warehouse that keeps it, and the way by which it gets there."""
        rows = [(plant, item.kind, products[item.code]) for item in ITEMS.values() for plant in item.plants]
        rows += [(CENTRE, item.kind, products[item.code]) for item in FINISHED]
        rows.append((ZHONGSHAN, "semi", products["PC-FN90"]))
        self._make_bins(rows)
        for item in FINISHED:
            products[item.code].product_tmpl_id.route_ids |= self.resupply_route(CENTRE, item.plants[0])
        products["PC-FN90"].product_tmpl_id.route_ids |= self.resupply_route(ZHONGSHAN, SHUNDE)

    def supply(self, products):
        """Tell each product which plant brings it to where it is not made: Odoo and the plan follow its routes."""
        for item in FINISHED:
            products[item.code].route_ids += self.resupply_route(CENTRE, item.plants[0])
        products["PC-FN90"].route_ids += self.resupply_route(ZHONGSHAN, SHUNDE)

    def _make_bins(self, stored):
        """One bin for each (warehouse code, kind, product), with the putaway rule that fills it."""
        counters = {}
        values, keys = [], []
        for code, kind, product in stored:
            area = AREA_OF_KIND[kind]
            number = counters[code, area] = counters.get((code, area), 0) + 1
            rack, level = (number - 1) // 4 + 1, (number - 1) % 4 + 1
            name = f"{area}-{rack:02d}-{level}"
            values.append({
                "name": name,
                "location_id": self.areas[code, area].id,
                "usage": "internal",
                "company_id": self.company.id,
                "barcode": f"{code}-{name}",
                "aisle": area,
                "rack": f"{rack:02d}",
                "level": str(level),
                # one area after the other, in each from its first rack on
                "walk_order": 1000 * list(AREAS[code]).index(area) + 10 * number,
            })
            keys.append((code, product))
        bins = self.env["stock.location"].create(values)
        self.bins = dict(zip(keys, bins, strict=True))
        self.env["stock.putaway.rule"].create([
            {
                "product_id": product.id,
                "location_in_id": self.stock(code).id,
                "location_out_id": place.id,
                "company_id": self.company.id,
            }
            for (code, product), place in self.bins.items()
        ])

