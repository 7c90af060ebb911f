"""A label as pixels, black and white as the printer makes it: the preview, and the graphics in ZPL."""

from functools import lru_cache

from . import label_codes
from .label_fonts import fonts
from .label_layout import ASCENT, LEADING


@lru_cache(maxsize=64)
def _pixel_font(path, index, pixels):
    from PIL import ImageFont

    return ImageFont.truetype(path, pixels, index=index, layout_engine=ImageFont.Layout.BASIC)


def draw(placed, paper):
    """Return the label as an image in the dots of its printer."""
    from PIL import Image

    image = Image.new("1", (dots(paper.width, paper), dots(paper.height, paper)), 1)
    draw_on(image, placed, paper)
    return image


def draw_on(image, placed, paper, left=0, top=0):
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    for box in placed.codes:
        _draw_code(pen, box, paper, left, top)
    for box in placed.texts:
        part = text_image(box, paper)
        image.paste(part, (left + dots(box.x, paper), top + dots(box.y, paper)))


def dots(length, paper):
    return round(length / paper.dot)


def _draw_code(pen, box, paper, left, top):
    x, y, module = left + dots(box.x, paper), top + dots(box.y, paper), dots(box.module, paper)
    rows = label_codes.modules(box.code)
    tall = module if len(rows) > 1 else dots(box.height, paper)
    for place, row in enumerate(rows):
        for start, length in label_codes.runs(row):
            pen.rectangle((x + start * module, y + place * tall,
                           x + (start + length) * module - 1, y + (place + 1) * tall - 1), fill=0)


@lru_cache(maxsize=256)
def text_image(box, paper):
    """Return the picture of one text box; a thousand labels have many texts in common."""
    from PIL import Image, ImageDraw

    # Grey letters become clearer ones in black and white than letters drawn without edges.
    image = Image.new("L", (max(dots(box.width, paper), 1), max(dots(box.height, paper), 1)), 255)
    pen = ImageDraw.Draw(image)
    # Rounded down: letters are fitted to whole pixels and must not outgrow what was measured.
    pixels = max(int(box.size / paper.dot), 1)
    measure = fonts(box.weight)
    for place, line in enumerate(box.lines):
        x = (box.width - measure.width(line, box.size)) / 2 if box.centred else 0.0
        y = (place * LEADING + ASCENT) * box.size
        for face, part in measure.pieces(line):
            pen.text((x / paper.dot, y / paper.dot), part, fill=0, anchor="ls",
                     font=_pixel_font(face.path, face.index, pixels))
            x += measure.width(part, box.size)
    return image.point(lambda value: 255 if value > 140 else 0).convert("1")


def page(labels, paper, start=0):
    """Return the first page of a print as an image."""
    from PIL import Image, ImageDraw

    width, height = paper.page_size
    image = Image.new("1", (dots(width, paper), dots(height, paper)), 1)
    pen = ImageDraw.Draw(image)
    for place, placed in zip(range(start, paper.per_page), labels):
        x, y = paper.corner(place)
        draw_on(image, placed, paper, dots(x, paper), dots(y, paper))
        if paper.is_sheet:
            pen.rectangle((dots(x, paper), dots(y, paper), dots(x + paper.width, paper), dots(y + paper.height, paper)),
                          outline=0)
    return image
