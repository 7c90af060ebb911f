"""Bills of materials and routings as plain tables, and the work centres that they use.

Scrap stands on materials by weight only: a share of a counted part would ask for fractions of a piece.
A bill line is (component, quantity per unit, share lost as scrap); an operation is
(work centre, English, Chinese, minutes per piece).
"""
from .catalogue import SD, ZS

# code: (English, Chinese, plant, calendar, setup, cleanup minutes, cost per hour, expected OEE)
WORK_CENTRES = {
    "SD-INJ": ("Injection moulding Shunde", "顺德注塑车间", SD, "two", 30, 10, 170, 88),
    "SD-STP": ("Stamping press", "冲压线", SD, "day", 40, 10, 180, 85),
    "SD-CTG": ("Coating line", "喷涂线", SD, "two", 45, 20, 160, 85),
    "SD-SMT": ("SMT line", "贴片线", SD, "day", 35, 10, 170, 90),
    "SD-SUB": ("Sub-assembly Shunde", "顺德组件装配", SD, "day", 10, 5, 270, 92),
    "SD-AS1": ("Rice cooker assembly line", "电饭煲总装线", SD, "day", 15, 5, 310, 90),
    "SD-AS2": ("Kettle assembly line", "水壶总装线", SD, "day", 15, 5, 270, 90),
    "SD-PCK": ("Test and packing Shunde", "顺德测试包装", SD, "day", 5, 5, 145, 95),
    "ZS-INJ": ("Injection moulding Zhongshan", "中山注塑车间", ZS, "two", 30, 10, 170, 88),
    "ZS-STP": ("Tube and stamping", "管件冲压线", ZS, "day", 30, 10, 170, 85),
    "ZS-ASM": ("Fan assembly line", "风扇总装线", ZS, "day", 15, 5, 310, 90),
    "ZS-PCK": ("Test and packing Zhongshan", "中山测试包装", ZS, "day", 5, 5, 145, 95),
}

PACKING = [("PK-FOM", 1, 0), ("PK-MAN", 1, 0), ("PK-LBL", 1, 0)]

BILLS = {
    "HY-RC30": [("SA-BDY30", 1, 0), ("SA-POT", 1, 0), ("PK-CRC", 1, 0), *PACKING],
    "HY-RC40W": [("SA-SHL40W", 1, 0), ("SA-HTA40", 1, 0), ("SA-POT", 1, 0), ("EL-LCD", 1, 0), ("EL-CRD", 1, 0),
                 ("PK-CRC", 1, 0), *PACKING],
    "HY-RC40B": [("SA-SHL40B", 1, 0), ("SA-HTA40", 1, 0), ("SA-POT", 1, 0), ("EL-LCD", 1, 0), ("EL-CRD", 1, 0),
                 ("PK-CRC", 1, 0), *PACKING],
    "HY-KT15": [("GL-JUG", 1, 0), ("SA-BAS", 1, 0), ("SA-LID", 1, 0), ("EL-HD18", 1, 0), ("EL-TST", 1, 0),
                ("HW-SEA", 1, 0), ("PK-CKT", 1, 0), *PACKING],
    "HY-KT17": [("SA-SBD", 1, 0), ("SA-BAS", 1, 0), ("SA-LID", 1, 0), ("EL-HD18", 1, 0), ("PC-KT17", 1, 0),
                ("HW-SEA", 1, 0), ("PK-CKT", 1, 0), *PACKING],
    "HY-FN40": [("MT-AC60", 1, 0), ("SA-BLD", 1, 0), ("SA-FBS", 1, 0), ("SA-POL", 1, 0), ("HW-GRL", 1, 0),
                ("EL-CRD", 1, 0), ("HW-SCR", 10, 0), ("PK-CFN", 1, 0), *PACKING],
    "HY-FN90": [("MT-DC24", 1, 0), ("SA-IMP", 1, 0), ("SA-TWR", 1, 0), ("PC-FN90", 1, 0), ("EL-LCD", 1, 0),
                ("EL-CRD", 1, 0), ("HW-SCR", 12, 0), ("PK-CFN", 1, 0), *PACKING],
    "SA-SHL30": [("RM-PP", 0.62, 0.03), ("RM-MBW", 0.012, 0.03)],
    "SA-SHL40W": [("RM-ABS", 0.75, 0.03), ("RM-MBW", 0.015, 0.03)],
    "SA-SHL40B": [("RM-ABS", 0.75, 0.03), ("RM-MBK", 0.015, 0.03)],
    "SA-POT": [("RM-ALC", 0.48, 0.08), ("RM-CTG", 0.02, 0.05)],
    "SA-HTA30": [("EL-HP70", 1, 0), ("EL-TST", 1, 0), ("HW-SCR", 6, 0)],
    "SA-BDY30": [("SA-SHL30", 1, 0), ("SA-HTA30", 1, 0), ("EL-CRD", 1, 0), ("HW-SCR", 4, 0)],
    "PC-RC40": [("EL-PCB", 1, 0), ("EL-MCU", 1, 0), ("EL-RLY", 2, 0), ("EL-SLD", 0.004, 0.05)],
    "SA-HTA40": [("EL-HP70", 1, 0), ("EL-TST", 2, 0), ("PC-RC40", 1, 0), ("HW-SCR", 8, 0)],
    "SA-BAS": [("RM-PP", 0.18, 0.03), ("RM-MBW", 0.003, 0.03), ("EL-CRD", 1, 0), ("HW-SCR", 4, 0)],
    "SA-LID": [("RM-PP", 0.06, 0.03), ("RM-MBW", 0.001, 0.03)],
    "SA-SBD": [("RM-SSC", 0.34, 0.06)],
    "PC-KT17": [("EL-PCB", 1, 0), ("EL-MCU", 1, 0), ("EL-RLY", 1, 0), ("EL-SLD", 0.003, 0.05)],
    "PC-FN90": [("EL-PCB", 1, 0), ("EL-MCU", 1, 0), ("EL-RLY", 1, 0), ("EL-SLD", 0.004, 0.05)],
    "SA-BLD": [("RM-PP", 0.22, 0.03)],
    "SA-FBS": [("RM-PP", 0.9, 0.03), ("RM-MBW", 0.01, 0.03)],
    "SA-POL": [("RM-STC", 0.8, 0.04)],
    "SA-IMP": [("RM-ABS", 0.25, 0.03)],
    "SA-TWR": [("RM-ABS", 1.1, 0.03), ("RM-MBW", 0.02, 0.03)],
}

RC_LINE = [("SD-AS1", "Final assembly", "总装", 0.33), ("SD-PCK", "Test and pack", "测试包装", 0.2)]
RC40_LINE = [("SD-AS1", "Final assembly", "总装", 1.3), ("SD-PCK", "Test and pack", "测试包装", 0.8)]
KT_LINE = [("SD-AS2", "Final assembly", "总装", 0.4), ("SD-PCK", "Test and pack", "测试包装", 0.25)]
SMT = [("SD-SMT", "Place and solder", "贴片焊接", 0.24)]

OPERATIONS = {
    "HY-RC30": RC_LINE,
    "HY-RC40W": RC40_LINE,
    "HY-RC40B": RC40_LINE,
    "HY-KT15": KT_LINE,
    "HY-KT17": KT_LINE,
    "HY-FN40": [("ZS-ASM", "Final assembly", "总装", 0.35), ("ZS-PCK", "Test and pack", "测试包装", 0.22)],
    "HY-FN90": [("ZS-ASM", "Final assembly", "总装", 1.5), ("ZS-PCK", "Test and pack", "测试包装", 0.8)],
    "SA-SHL30": [("SD-INJ", "Mould shell", "注塑外壳", 0.22)],
    "SA-SHL40W": [("SD-INJ", "Mould shell", "注塑外壳", 0.7)],
    "SA-SHL40B": [("SD-INJ", "Mould shell", "注塑外壳", 0.7)],
    "SA-POT": [("SD-STP", "Draw pot", "拉伸内胆", 0.14), ("SD-CTG", "Coat and cure", "喷涂固化", 0.22)],
    "SA-HTA30": [("SD-SUB", "Assemble heating unit", "装配发热组件", 0.14)],
    "SA-BDY30": [("SD-SUB", "Assemble body", "装配机身", 0.18)],
    "PC-RC40": SMT,
    "PC-KT17": SMT,
    "PC-FN90": SMT,
    "SA-HTA40": [("SD-SUB", "Assemble heating and control", "装配发热控制组件", 1.4)],
    "SA-BAS": [("SD-INJ", "Mould base", "注塑底座", 0.2), ("SD-SUB", "Fit cord", "装配电源线", 0.12)],
    "SA-LID": [("SD-INJ", "Mould lid", "注塑壶盖", 0.15)],
    "SA-SBD": [("SD-STP", "Draw and weld body", "拉伸焊接壶身", 0.17)],
    "SA-BLD": [("ZS-INJ", "Mould blade", "注塑扇叶", 0.12)],
    "SA-FBS": [("ZS-INJ", "Mould base", "注塑底座", 0.2)],
    "SA-POL": [("ZS-STP", "Cut and form pole", "立杆成型", 0.08)],
    "SA-IMP": [("ZS-INJ", "Mould impeller", "注塑风轮", 0.5)],
    "SA-TWR": [("ZS-INJ", "Mould housing", "注塑塔身", 0.9)],
}


def needs(code, quantity):
    """Components of `quantity` pieces of `code`, scrap included: [(component, quantity)]."""
    return [(part, quantity * per / (1 - scrap)) for part, per, scrap in BILLS.get(code, ())]
