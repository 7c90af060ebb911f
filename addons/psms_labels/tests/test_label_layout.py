from PIL import Image, ImageChops

from odoo.tests import BaseCase, tagged

from ..services import label_image, label_layout
from ..services.label_layout import Placed
from ..services.label_spec import Code, DoesNotFit, Label, Paper, Symbology, Text
from .common import HOSTILE, LONG_NAME

QR = Code(Symbology.QR, text="PSMS:lot?g=6901234567892&l=L-2611-042&q=120")
MATRIX = Code(Symbology.GS1_DATAMATRIX, elements=(("01", "06901234567892"), ("17", "271130"), ("10", "L-2611-042")))
BARS = Code(Symbology.GS1_128, elements=(("01", "06901234567892"), ("10", "L-26")), human="(01)06901234567892(10)L-26")
PLAIN = Code(Symbology.CODE_128, text="A-01-02-3", human="A-01-02-3")


def ink(image):
    """Box of everything dark, or nothing."""
    return ImageChops.invert(image.convert("L")).getbbox()


@tagged("post_install", "-at_install")
class TestLabelLayout(BaseCase):
    """Texts never touch codes or each other, whatever they are, on any size of label."""

    sizes = [(100, 60), (60, 40), (100, 150), (40, 30)]

    def check(self, placed, paper):
        image = label_image.draw(placed, paper)
        self.assertEqual(image.size, (label_image.dots(paper.width, paper), label_image.dots(paper.height, paper)))
        for code in placed.codes:
            # the code with its white around it, in a picture that holds the texts alone
            texts = label_image.draw(Placed(placed.texts, ()), paper)
            quiet = label_image.dots(code.quiet, paper)
            left, top = label_image.dots(code.x, paper), label_image.dots(code.y, paper)
            down = quiet if code.code.symbology.matrix else 0
            box = (max(left - quiet, 0), max(top - down, 0), left + label_image.dots(code.width, paper) + quiet,
                   top + label_image.dots(code.height, paper) + down)
            self.assertIsNone(ink(texts.crop(box)), "text in a code or in the white around it")
            self.assertLessEqual(box[2], image.width + quiet)
            self.assertLessEqual(top + label_image.dots(code.height, paper), image.height)
            self.assertGreaterEqual(left, 0)
        self.check_apart(placed, paper)

    def check_apart(self, placed, paper):
        """Each text alone has no pixel where another one has: the pictures together are as dark as each for itself."""
        dark, together = 0, Image.new("1", label_image.draw(Placed((), ()), paper).size, 1)
        for text in placed.texts:
            alone = label_image.draw(Placed((text,), ()), paper)
            dark += alone.histogram()[0]
            together = ImageChops.logical_and(together, alone)
            self.assertLessEqual(text.x + text.width, paper.width + 0.1)
            self.assertLessEqual(text.y + text.height, paper.height + 0.1)
        self.assertEqual(together.histogram()[0], dark, "texts overlap")

    def test_nothing_overlaps(self):
        names = [LONG_NAME, LONG_NAME * 3, "短"]
        for width, height in self.sizes:
            for matrix, linear in [(None, ()), (QR, ()), (MATRIX, ()), (QR, (BARS,)), (MATRIX, (PLAIN, BARS)), (None, (PLAIN,))]:
                for name in HOSTILE if (width, matrix, linear) == (60, QR, ()) else names:
                    with self.subTest(size=(width, height), matrix=matrix, linear=len(linear), name=name[:20]):
                        paper = Paper(width, height, 203)
                        texts = (Text(name, "title"), Text("RC-500", "normal", "编号"), Text(name, "small"))
                        label = Label(texts, linear, matrix)
                        try:
                            placed = label_layout.place(label, paper)
                        except DoesNotFit as error:
                            # small labels refuse wide bars and say how much is missing
                            self.assertGreater(error.needed, error.available)
                            self.assertLessEqual(width, 60)
                            continue
                        self.check(placed, paper)

    def test_cut_texts_are_told(self):
        paper = Paper(40, 30, 203)
        placed = label_layout.place(Label((Text(LONG_NAME * 4, "title"), Text("RC-500")), (), QR), paper)
        self.assertIn(LONG_NAME * 4, placed.cut)
        self.assertTrue(placed.texts[0].lines[-1].endswith("…"))
        self.assertFalse(label_layout.place(Label((Text("短"),), (), QR), paper).cut)

    def test_words_and_chinese_break(self):
        lines = label_layout.wrap("Rice cooker inner pot", 20, 3, "regular")
        self.assertEqual(" ".join(lines), "Rice cooker inner pot")
        self.assertTrue(all("  " not in line and line == line.strip() for line in lines))
        self.assertEqual("".join(label_layout.wrap("电饭煲内胆不粘涂层", 10, 3, "regular")), "电饭煲内胆不粘涂层")
        self.assertEqual("".join(label_layout.wrap("x" * 100, 10, 3, "regular")), "x" * 100)

    def test_bars_are_whole_dots(self):
        for dpi in (203, 300, 600):
            paper = Paper(100, 60, dpi)
            for code in label_layout.place(Label((), (BARS,), QR), paper).codes:
                dots = code.module / paper.dot
                self.assertAlmostEqual(dots, round(dots))
                self.assertGreaterEqual(code.module, code.code.symbology.smallest - 1e-6)
