"""What the factory makes, makes it from and buys: plain tables, no Odoo.

Codes are the products' internal references. SD and ZS are the plants (places.py).
"""
from dataclasses import dataclass

SD, ZS = "SD", "ZS"


@dataclass(frozen=True)
class Item:
    code: str
    english: str
    chinese: str
    kind: str  # finished, semi, material, part, packaging
    plants: tuple
    unit: str = "unit"
    tracking: str = "none"
    price: float = 0.0  # sales price (finished) or usual purchase price
    weight: float = 0.0
    # Lots: how many weeks one order covers, and the multiple that it is rounded up to.
    weeks: float = 2
    multiple: float = 1
    days: int = 2  # working days from start to finish of a made lot


FINISHED = [
    Item("HY-RC30", "Rice cooker Classic 3 L", "经典电饭煲 3L", "finished", (SD,), price=88, weight=2.9,
         weeks=2.2, multiple=50, days=5),
    Item("HY-RC40W", "Rice cooker Smart 4 L", "智能电饭煲 4L", "finished", (SD,), tracking="serial", price=172,
         weight=4.1, weeks=4.5, multiple=5),
    Item("HY-RC40B", "Rice cooker Smart 4 L", "智能电饭煲 4L", "finished", (SD,), tracking="serial", price=172,
         weight=4.1, weeks=4.5, multiple=5),
    Item("HY-KT15", "Glass kettle 1.5 L", "玻璃电水壶 1.5L", "finished", (SD,), price=64, weight=1.3,
         weeks=3.5, multiple=50, days=3),
    Item("HY-KT17", "Steel kettle 1.7 L with temperature control", "控温不锈钢电水壶 1.7L", "finished", (SD,),
         price=72, weight=1.4, weeks=3.5, multiple=50, days=3),
    Item("HY-FN40", "Stand fan 40 cm", "落地扇 40cm", "finished", (ZS,), price=99, weight=5.6, weeks=2.2,
         multiple=50, days=5),
    Item("HY-FN90", "Tower fan DC Smart", "直流变频智能塔扇", "finished", (ZS,), tracking="serial", price=185,
         weight=4.8, weeks=4.5, multiple=5),
]

# The smart rice cooker is one product in two colours: (attribute, values) in both languages.
COLOUR = ("Colour", "颜色")
COLOURS = {"HY-RC40W": ("White", "白色"), "HY-RC40B": ("Black", "黑色")}
KIT = ("HY-SET1", "Kitchen starter set (rice cooker and kettle)", "厨房入门套装（电饭煲＋电水壶）", 142)
KIT_LINES = {"HY-RC30": 1, "HY-KT15": 1}

SEMI = [
    Item("SA-SHL30", "Shell RC30, moulded", "RC30外壳 注塑件", "semi", (SD,), weeks=4, multiple=100, days=5),
    Item("SA-SHL40W", "Shell RC40 white, moulded", "RC40外壳 白 注塑件", "semi", (SD,), weeks=8, multiple=20),
    Item("SA-SHL40B", "Shell RC40 black, moulded", "RC40外壳 黑 注塑件", "semi", (SD,), weeks=8, multiple=20),
    Item("SA-POT", "Inner pot, stamped and coated", "内胆 冲压喷涂件", "semi", (SD,), weeks=3, multiple=100, days=4),
    Item("SA-HTA30", "Heating assembly RC30", "RC30发热组件", "semi", (SD,), weeks=3, multiple=100, days=4),
    Item("SA-BDY30", "Body assembly RC30", "RC30机身组件", "semi", (SD,), weeks=2.5, multiple=100, days=5),
    Item("PC-RC40", "Control board RC40", "RC40控制板", "semi", (SD,), tracking="lot", weeks=8, multiple=20, days=3),
    Item("SA-HTA40", "Heating and control assembly RC40", "RC40发热控制组件", "semi", (SD,), weeks=5, multiple=10),
    Item("SA-BAS", "Kettle base with cord", "水壶底座组件", "semi", (SD,), weeks=5, multiple=100, days=3),
    Item("SA-LID", "Kettle lid, moulded", "水壶壶盖 注塑件", "semi", (SD,), weeks=6, multiple=100),
    Item("SA-SBD", "Steel body KT17, stamped", "KT17不锈钢壶身 冲压件", "semi", (SD,), weeks=6, multiple=100),
    Item("PC-KT17", "Temperature control board KT17", "KT17温控板", "semi", (SD,), tracking="lot", weeks=6,
         multiple=100, days=3),
    Item("PC-FN90", "Drive board FN90", "FN90驱动板", "semi", (SD,), tracking="lot", weeks=8, multiple=20, days=3),
    Item("SA-BLD", "Fan blade 40 cm, moulded", "40cm扇叶 注塑件", "semi", (ZS,), weeks=6, multiple=100),
    Item("SA-FBS", "Stand base FN40, moulded", "FN40底座 注塑件", "semi", (ZS,), weeks=4, multiple=100, days=3),
    Item("SA-POL", "Stand pole FN40, steel", "FN40立杆 冲压件", "semi", (ZS,), weeks=6, multiple=100),
    Item("SA-IMP", "Impeller FN90, moulded", "FN90风轮 注塑件", "semi", (ZS,), weeks=8, multiple=20),
    Item("SA-TWR", "Tower housing FN90, moulded", "FN90塔身外壳 注塑件", "semi", (ZS,), weeks=7, multiple=20, days=3),
]

BOUGHT = [
    Item("RM-PP", "Polypropylene resin", "聚丙烯树脂 PP", "material", (SD, ZS), "kg", price=9.2, weeks=3, multiple=25),
    Item("RM-ABS", "ABS resin", "ABS树脂", "material", (SD, ZS), "kg", price=13.5, weeks=7, multiple=25),
    Item("RM-MBW", "Masterbatch white", "白色母粒", "material", (SD, ZS), "kg", price=28, weeks=8, multiple=5),
    Item("RM-MBK", "Masterbatch black", "黑色母粒", "material", (SD,), "kg", price=26, weeks=10, multiple=5),
    Item("RM-ALC", "Aluminium coil 1.2 mm", "铝卷 1.2mm", "material", (SD,), "kg", price=23, weeks=3, multiple=50),
    Item("RM-SSC", "Stainless coil SUS304 0.5 mm", "304不锈钢卷 0.5mm", "material", (SD,), "kg", price=17, weeks=5,
         multiple=50),
    Item("RM-STC", "Steel strip 1.0 mm", "冷轧钢带 1.0mm", "material", (ZS,), "kg", price=6.2, weeks=5, multiple=100),
    Item("RM-CTG", "Non-stick coating", "不粘涂料", "material", (SD,), "kg", price=85, weeks=8, multiple=5),
    Item("EL-HP70", "Heating plate 700 W", "发热盘 700W", "part", (SD,), tracking="lot", price=14.5, weeks=3,
         multiple=100),
    Item("EL-HD18", "Heating disc 1800 W", "发热盘 1800W", "part", (SD,), tracking="lot", price=8.8, weeks=3,
         multiple=100),
    Item("EL-TST", "Thermostat", "温控器", "part", (SD,), tracking="lot", price=3.2, weeks=4, multiple=200),
    Item("EL-CRD", "Power cord 1.2 m", "电源线 1.2米", "part", (SD, ZS), price=4.6, weeks=3, multiple=100),
    Item("EL-PCB", "Bare circuit board", "线路板 光板", "part", (SD,), tracking="lot", price=2.9, weeks=7, multiple=100),
    Item("EL-MCU", "Microcontroller 8 bit", "8位单片机", "part", (SD,), tracking="lot", price=3.8, weeks=8, multiple=250),
    Item("EL-RLY", "Relay 10 A", "继电器 10A", "part", (SD,), price=1.9, weeks=8, multiple=100),
    Item("EL-LCD", "Touch panel with display", "触控显示面板", "part", (SD, ZS), price=12.5, weeks=7, multiple=20),
    Item("EL-SLD", "Solder paste", "锡膏", "material", (SD,), "kg", price=320, weeks=8, multiple=0.5),
    Item("MT-AC60", "AC motor 60 W", "交流电机 60W", "part", (ZS,), tracking="lot", price=26, weeks=3, multiple=50),
    Item("MT-DC24", "DC motor 24 V brushless", "直流无刷电机 24V", "part", (ZS,), tracking="lot", price=48, weeks=6,
         multiple=10),
    Item("HW-GRL", "Wire grille set 40 cm", "40cm网罩套件", "part", (ZS,), price=8.5, weeks=3, multiple=50),
    Item("HW-SCR", "Screw M4x12", "螺钉 M4x12", "part", (SD, ZS), price=0.04, weeks=8, multiple=5000),
    Item("HW-SEA", "Silicone seal ring", "硅胶密封圈", "part", (SD,), price=0.9, weeks=6, multiple=500),
    Item("GL-JUG", "Glass jug 1.5 L", "玻璃壶身 1.5L", "part", (SD,), price=15.5, weeks=3, multiple=60),
    Item("PK-CRC", "Carton rice cooker", "电饭煲彩箱", "packaging", (SD,), price=3.4, weeks=4, multiple=100),
    Item("PK-CKT", "Carton kettle", "水壶彩箱", "packaging", (SD,), price=2.1, weeks=4, multiple=100),
    Item("PK-CFN", "Carton fan", "风扇彩箱", "packaging", (ZS,), price=4.6, weeks=4, multiple=100),
    Item("PK-FOM", "Foam set", "珍珠棉内衬", "packaging", (SD, ZS), price=1.6, weeks=4, multiple=200),
    Item("PK-MAN", "User manual", "说明书", "packaging", (SD, ZS), price=0.6, weeks=8, multiple=500),
    Item("PK-LBL", "Rating label", "铭牌标签", "packaging", (SD, ZS), price=0.08, weeks=8, multiple=2000),
]

ITEMS = {item.code: item for item in [*FINISHED, *SEMI, *BOUGHT]}

# Category -> (English, Chinese, costing method)
CATEGORIES = {
    "finished": ("Finished goods", "成品", "standard"),
    "semi": ("Semi-finished goods", "半成品", "standard"),
    "material": ("Raw materials", "原材料", "average"),
    "part": ("Bought parts", "外购件", "average"),
    "packaging": ("Packaging", "包装材料", "average"),
}


def ean13(number):
    """GTIN-13 of the demo factory's n-th product, with its check digit (prefix 690: China)."""
    body = f"6909168{number:05d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)
