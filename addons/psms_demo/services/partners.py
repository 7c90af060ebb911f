"""Vendors and customers as plain tables."""

# key: (name, city, lead time in calendar days, payment days, on-time tendency 0..1)
VENDORS = {
    "polymer": ("Guangzhou Polymer Supply 广州塑料原料", "Guangzhou 广州", 7, 30, 0.92),
    "metal": ("Foshan Nanhai Metals 佛山南海金属", "Foshan 佛山", 8, 30, 0.9),
    "coating": ("Jiangmen Coatings 江门涂料", "Jiangmen 江门", 10, 45, 0.88),
    "heating": ("Zhongshan Heating Elements 中山电热元件", "Zhongshan 中山", 12, 45, 0.8),
    "control": ("Ningbo Controls 宁波温控", "Ningbo 宁波", 14, 60, 0.85),
    "cord": ("Dongguan Cord & Cable 东莞线缆", "Dongguan 东莞", 9, 30, 0.93),
    "board": ("Shenzhen Circuit Board 深圳线路板", "Shenzhen 深圳", 12, 45, 0.82),
    "chips": ("Shenzhen Components Trading 深圳元器件", "Shenzhen 深圳", 21, 30, 0.75),
    "motor": ("Changzhou Motors 常州电机", "Changzhou 常州", 18, 60, 0.78),
    "hardware": ("Zhongshan Hardware & Rubber 中山五金橡胶", "Zhongshan 中山", 7, 30, 0.95),
    "glass": ("Zibo Glass 淄博玻璃", "Zibo 淄博", 16, 45, 0.83),
    "packing": ("Foshan Packaging & Print 佛山包装印刷", "Foshan 佛山", 6, 30, 0.96),
}

# item: (main vendor, minimum, second vendor or None)
SOURCES = {
    "RM-PP": ("polymer", 200, "coating"), "RM-ABS": ("polymer", 100, None), "RM-MBW": ("polymer", 10, None),
    "RM-MBK": ("polymer", 5, None), "RM-ALC": ("metal", 200, None), "RM-SSC": ("metal", 200, None),
    "RM-STC": ("metal", 300, None), "RM-CTG": ("coating", 10, None), "EL-HP70": ("heating", 300, None),
    "EL-HD18": ("heating", 300, None), "EL-TST": ("control", 1000, "heating"), "EL-CRD": ("cord", 500, None),
    "EL-PCB": ("board", 500, None), "EL-MCU": ("chips", 1000, None), "EL-RLY": ("chips", 500, None),
    "EL-LCD": ("chips", 100, "board"), "EL-SLD": ("chips", 2, None), "MT-AC60": ("motor", 300, None),
    "MT-DC24": ("motor", 50, None), "HW-GRL": ("hardware", 200, None), "HW-SCR": ("hardware", 10000, None),
    "HW-SEA": ("hardware", 1000, None), "GL-JUG": ("glass", 300, None), "PK-CRC": ("packing", 500, None),
    "PK-CKT": ("packing", 500, None), "PK-CFN": ("packing", 500, None), "PK-FOM": ("packing", 1000, None),
    "PK-MAN": ("packing", 1000, None), "PK-LBL": ("packing", 5000, None),
}

# Price breaks: (multiple of the minimum quantity, factor on the usual price)
PRICE_BREAKS = [(1, 1.0), (3, 0.97), (8, 0.94)]

# segment: (English, Chinese, payment days, price list, warehouse or None for the plant that makes the goods)
SEGMENTS = {
    "distributor": ("Distributor", "经销商", 30, "distributor", None),
    "retail": ("Retail chain", "零售连锁", 60, "retail", None),
    "online": ("E-commerce", "电商", 30, "standard", "DC"),
    "project": ("Hotels and projects", "酒店工程", 45, "standard", "DC"),
    "export": ("Export", "出口", 0, "distributor", None),
}

# name, segment, city, country, relative size, product families (RC classic, RS smart, KT kettles, FN fans, FS tower)
CUSTOMERS = [
    ("Pearl River Appliances 珠江家电", "distributor", "Guangzhou 广州", "cn", 1.5, "RC KT FN"),
    ("Lingnan Home Goods 岭南家居", "distributor", "Foshan 佛山", "cn", 1.2, "RC KT"),
    ("Hunan Jiafu Trading 湖南家福商贸", "distributor", "Changsha 长沙", "cn", 1.1, "RC KT FN"),
    ("Chengdu Tianfu Electric 成都天府电器", "distributor", "Chengdu 成都", "cn", 1.3, "RC FN"),
    ("Wuhan Chuhe Appliances 武汉楚河电器", "distributor", "Wuhan 武汉", "cn", 1.0, "KT FN"),
    ("Nanning Bagui Trading 南宁八桂商贸", "distributor", "Nanning 南宁", "cn", 0.8, "FN RC"),
    ("Xi'an Qinling Home 西安秦岭家电", "distributor", "Xi'an 西安", "cn", 0.9, "RC KT"),
    ("Kunming Spring City Goods 昆明春城百货", "distributor", "Kunming 昆明", "cn", 0.7, "KT RC"),
    ("Haofang Supermarkets 好坊超市", "retail", "Shenzhen 深圳", "cn", 1.6, "RC KT FN"),
    ("Jiale Home Stores 佳乐家居卖场", "retail", "Shanghai 上海", "cn", 1.5, "RC KT RS"),
    ("Everyday Mart 天天购物", "retail", "Hangzhou 杭州", "cn", 1.2, "KT FN"),
    ("Northgate Electrical Stores 北门电器城", "retail", "Beijing 北京", "cn", 1.1, "RC FN RS"),
    ("Minsheng Department Store 民生百货", "retail", "Nanjing 南京", "cn", 0.9, "KT RC FS"),
    ("Seaside Shopping 海滨商场", "retail", "Xiamen 厦门", "cn", 0.8, "FN KT"),
    ("Cloud Basket Online 云篮子电商", "online", "Hangzhou 杭州", "cn", 1.0, "RS FS KT"),
    ("Quick Home Flagship 快享家旗舰店", "online", "Guangzhou 广州", "cn", 0.9, "RS FS RC"),
    ("Lele Livestream 乐乐直播", "online", "Shanghai 上海", "cn", 0.8, "KT RS"),
    ("Nest Select 小巢优选", "online", "Shenzhen 深圳", "cn", 0.7, "FS RS KT"),
    ("Warm Kitchen Shop 暖厨小铺", "online", "Suzhou 苏州", "cn", 0.5, "RS KT"),
    ("Bright Stay Hotels 明宿酒店集团", "project", "Guangzhou 广州", "cn", 0.9, "KT FS"),
    ("Southern Apartments 南方公寓", "project", "Dongguan 东莞", "cn", 0.8, "KT FN RC"),
    ("Campus Supplies 校园后勤服务", "project", "Wuhan 武汉", "cn", 0.7, "FN RC"),
    ("Mekong Home Co., Ltd.", "export", "Ho Chi Minh City", "vn", 1.4, "RC FN"),
    ("Gulf Home Trading LLC", "export", "Dubai", "ae", 1.2, "KT FN FS"),
    ("Andes Hogar S.A.", "export", "Lima", "pe", 1.0, "RC KT"),
]

FAMILIES = {
    "RC": ["HY-RC30"],
    "RS": ["HY-RC40W", "HY-RC40B"],
    "KT": ["HY-KT15", "HY-KT17"],
    "FN": ["HY-FN40"],
    "FS": ["HY-FN90"],
}
