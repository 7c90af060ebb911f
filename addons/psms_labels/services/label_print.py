"""A print: from records and a template to pages, ZPL and the preview."""

from itertools import islice

from odoo.exceptions import UserError

from . import label_content, label_facts, label_fonts, label_image, label_layout, label_pdf, label_zpl
from .label_spec import DoesNotFit, Label, Text

#: records read at once
CHUNK = 500
MAX_LABELS = 10_000


def notes(env):
    """Why a label is not what its template says, in words."""
    return {
        "no_gs1": env._("No GS1 code: it needs a GTIN with a right check digit, a package with an SSCC, or a company with a "
                        "GLN, and only letters, digits and plain marks. A code of our own is printed instead."),
        "no_code": env._("No code: there is nothing to write into one. Enter a barcode or an internal reference."),
        "not_bars": env._("No bars: the text is too long or has characters that bars cannot hold. "
                          "Choose a template with a QR code."),
        "no_room": env._("No bars: they are too wide for the label. The square code says the same; for bars choose a larger "
                         "label."),
        "cut": env._("Not every text fits in full. Choose a larger label or fewer texts."),
        "no_chinese": env._("This server has no font with Chinese characters. Install one, for example fonts-noto-cjk."),
    }


class Job:
    """Labels of one template for ``items``: ``(record, quantity on the label, copies)``.

    ``report`` is called with the share that is done, from 0 to 1, after each chunk of records.
    """

    def __init__(self, template, items, start=1, report=None):
        self.env = template.env
        self.template = template
        self.paper = template._paper()
        self.items = items
        self.start = min(max(start, 1), self.paper.per_page) - 1
        self.report = report or (lambda share: None)
        self.noted = {}

    # === OUTPUT === #

    def pdf(self):
        self.check()
        return label_pdf.write(self._copied(), self.paper, self.start, title=self.template.name)

    def zpl(self):
        self.check_zpl()
        return label_zpl.write((placed for placed, _copies in self._placed()), self.paper,
                               (copies for _record, _quantity, copies in self._printed()))

    def check_zpl(self):
        self.check()
        if self.paper.is_sheet:
            raise UserError(self.env._(
                "%(template)s is a sheet of labels, and label printers print one label after the other. "
                "Choose a template of single labels.", template=self.template.name))

    def preview(self):
        """Return the first page as an image and remember what there is to note; nothing when there are no labels."""
        try:
            labels = list(islice(self._copied(), self.paper.per_page))
        except UserError as error:
            self.noted[str(error)] = True
            return None
        return label_image.page(labels, self.paper, self.start) if labels else None

    @property
    def count(self):
        return sum(copies for _record, _quantity, copies in self._printed())

    @property
    def pages(self):
        return -(-(self.count + self.start) // self.paper.per_page) if self.count else 0

    def note_texts(self):
        known = notes(self.env)
        return [known.get(key, key) for key in self.noted]

    # === FROM RECORDS TO LABELS === #

    def _printed(self):
        return [item for item in self.items if item[2] > 0]

    def check(self):
        count = self.count
        if not count:
            raise UserError(self.env._("There is nothing to print. Enter the number of copies of at least one label."))
        if count > MAX_LABELS:
            raise UserError(self.env._(
                "%(count)s labels are too many for one print; %(most)s are possible. Print them in parts.",
                count=count, most=MAX_LABELS))

    def _copied(self):
        for placed, copies in self._placed():
            for _copy in range(copies):
                yield placed

    def _placed(self):
        """Yield each placed label with its copies, a chunk of records at a time."""
        items = self._printed()
        reader = label_facts.Reader(self.env, self.template.kind)
        for place in range(0, len(items), CHUNK):
            self.report(place / len(items))
            chunk = items[place:place + CHUNK]
            for facts, item in zip(reader.read([item[:2] for item in chunk]), chunk):
                yield self._place(facts, reader.env), item[2]

    def _place(self, facts, env):
        placed = place_facts(self.template, facts, self.paper, env, lambda key: self.noted.setdefault(key, True))
        if placed.cut:
            self.noted["cut"] = True
        return placed


def place_facts(template, facts, paper, env, say):
    """Place the label of some facts, or refuse what cannot be printed."""
    if not label_fonts.fonts().has_chinese:
        say("no_chinese")
    captions = template.with_env(env)._captions()
    texts = tuple(
        Text(_clean(facts.texts.get(line.source)), line.size, captions[line.source] if line.with_caption else "")
        for line in template.text_ids if facts.texts.get(line.source)
    )
    bars, matrix = label_content.codes(facts, template.linear_code, template.matrix_code, say)
    try:
        try:
            return label_layout.place(Label(texts, bars, matrix), paper)
        except DoesNotFit as error:
            if not matrix or error.symbology.matrix:
                raise
            # One long number must not stop the print of a thousand labels: the square code says the same.
            say("no_room")
            return label_layout.place(Label(texts, (), matrix), paper)
    except DoesNotFit as error:
        raise UserError(template.env._(
            "The code of %(name)s needs %(needed)s mm, the label %(template)s has %(available)s mm for it. "
            "Choose a larger label, or a template with a QR code or GS1 DataMatrix instead of bars.",
            name=facts.name[:80], needed=f"{error.needed:.0f}", available=f"{error.available:.0f}", template=template.name,
        ))
    except ValueError as error:
        raise UserError(template.env._(
            "The code of %(name)s cannot be drawn (%(reason)s). Check its barcode, reference or number.",
            name=facts.name[:80], reason=str(error)))


def _clean(text):
    """Only what can be seen is printed: no line breaks, no marks that turn the direction of writing."""
    return "".join(char if char.isprintable() else " " for char in str(text or ""))
