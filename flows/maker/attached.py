"""Pictures that applicants attach as evidence, invented: certificates, contracts, screenshots, photographs.

All of one kind come from one template, so that two of them are alike in everything but what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from flows.maker.invent import Inventor
from flows.maker.marks import seal
from pipeline.font import font_path
from pipeline.ports import Image as Pixels

WIDTH, HEIGHT = 1654, 2339
"""An A4 page at 200 dpi."""
_INK, _GREY, _BLUE = (20, 20, 20), (110, 110, 110), (36, 84, 150)
_PROVINCE = "安徽省"


def picture(kind: str, seed: int) -> Pixels:
    """One attached page (RGB); the same for the same kind (a key of ``KINDS``) and seed."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), (255, 255, 255))
    KINDS[kind](canvas, ImageDraw.Draw(canvas), Inventor(seed, _PROVINCE))
    return np.asarray(canvas, np.uint8)


def sealed(page: Pixels, name: str, rng: Random) -> Pixels:
    """The page under one more red seal, anywhere on it."""
    canvas, mark = Image.fromarray(page).convert("RGBA"), seal(name).resize((340, 340))
    canvas.alpha_composite(mark, (rng.randrange(100, page.shape[1] - 440), rng.randrange(100, page.shape[0] - 440)))
    return np.asarray(canvas.convert("RGB"), np.uint8)


def cropped(page: Pixels, rng: Random, most: float = 0.1) -> Pixels:
    """The page with up to ``most`` of its width and of its height cut off, from any of its sides."""
    height, width = page.shape[:2]
    left, top = rng.uniform(0, most) * width, rng.uniform(0, most) * height
    right, bottom = rng.uniform(0, most * width - left), rng.uniform(0, most * height - top)
    return np.ascontiguousarray(page[int(top) : height - int(bottom), int(left) : width - int(right)])


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path()), size)


def _day(rng: Random) -> str:
    return f"20{rng.randint(15, 23)}年{rng.randint(1, 12):02d}月{rng.randint(1, 28):02d}日"


def _lines(draw: ImageDraw.ImageDraw, text: str, top: int, size: int = 34, width: int = 36) -> int:
    """A paragraph from ``top`` down; returns where it ends."""
    for start in range(0, len(text), width):
        draw.text((200, top), text[start : start + width], font=_font(size), fill=_INK)
        top += round(1.7 * size)
    return top


def _certificate(_: Image.Image, draw: ImageDraw.ImageDraw, inventor: Inventor) -> None:
    rng = inventor.rng
    draw.rectangle((90, 90, WIDTH - 90, HEIGHT - 90), outline=_BLUE, width=14)
    draw.rectangle((120, 120, WIDTH - 120, HEIGHT - 120), outline=_BLUE, width=4)
    draw.text((WIDTH / 2, 380), "计算机软件著作权登记证书", font=_font(84), fill=_INK, anchor="mm")
    draw.text((1000, 560), f"软著登字第{rng.randrange(1_000_000, 9_999_999)}号", font=_font(38), fill=_INK)
    name = inventor.pick("things") + inventor.pick("apps")
    rows = (
        ("软件名称：", f"{inventor.pick('heads')}{name}软件 V{rng.randint(1, 4)}.{rng.randint(0, 9)}"),
        ("著作权人：", inventor.company()), ("开发完成日期：", _day(rng)), ("首次发表日期：", _day(rng)),
        ("权利取得方式：", rng.choice(("原始取得", "原始取得", "受让"))), ("权利范围：", "全部权利"),
        ("登记号：", f"20{rng.randint(15, 23)}SR{rng.randrange(10**6, 10**7)}"),
    )  # fmt: skip
    for n, (label, value) in enumerate(rows):
        draw.text((240, 720 + 110 * n), label, font=_font(40), fill=_INK)
        draw.text((620, 720 + 110 * n), value, font=_font(40), fill=_INK)
    told = (
        "根据《计算机软件保护条例》和《计算机软件著作权登记办法》的规定，经中国版权保护中心审核，对以上事项予以登记。"
    )
    _lines(draw, told, 1600, 38, 32)
    draw.text((1050, 2050), _day(rng), font=_font(40), fill=_INK)


def _contract(_: Image.Image, draw: ImageDraw.ImageDraw, inventor: Inventor) -> None:
    rng = inventor.rng
    draw.text((WIDTH / 2, 260), "技术服务合同", font=_font(76), fill=_INK, anchor="mm")
    number = f"合同编号：{rng.choice(('JS', 'HT', 'FW'))}-20{rng.randint(15, 23)}-{rng.randrange(1000, 9999)}"
    draw.text((1000, 380), number, font=_font(34), fill=_INK)
    top = _lines(draw, f"甲方：{inventor.company('customers')}", 480)
    top = _lines(draw, f"乙方：{inventor.company()}", top) + 20
    amount, place = inventor.amount(8, 300), inventor.pick("things")
    clauses = (
        f"第一条 乙方为甲方提供{place}系统的实施与技术服务，内容包括设备联网、数据采集、模型部署、人员培训和运行维护。",
        f"第二条 合同总价为人民币{amount}万元，自合同签订之日起十个工作日内支付百分之三十，验收合格后支付其余款项。",
        "第三条 甲方应当提供现场条件和必要的资料，指定专人配合乙方工作，并对乙方提交的成果在十五日内组织验收。",
        "第四条 乙方应当对在服务过程中知悉的甲方商业秘密承担保密义务，未经书面同意不得向任何第三方披露。",
        "第五条 因履行本合同发生的争议，由双方协商解决；协商不成的，向甲方所在地人民法院提起诉讼。",
        "第六条 本合同一式四份，双方各执两份，自双方签字盖章之日起生效，具有同等法律效力。",
    )
    for clause in clauses:
        top = _lines(draw, clause, top) + 24
    draw.text((200, 2000), "甲方（盖章）：", font=_font(36), fill=_INK)
    draw.text((900, 2000), "乙方（盖章）：", font=_font(36), fill=_INK)
    draw.text((900, 2100), f"签订日期：{_day(rng)}", font=_font(36), fill=_INK)


def _screenshot(_: Image.Image, draw: ImageDraw.ImageDraw, inventor: Inventor) -> None:
    rng, left, top, right, bottom = inventor.rng, 120, 420, WIDTH - 120, 1480
    draw.text((WIDTH / 2, 320), "图 平台设备管理界面截图", font=_font(34), fill=_INK, anchor="mm")
    draw.rectangle((left, top, right, bottom), outline=_GREY, width=3)
    draw.rectangle((left, top, right, top + 80), fill=_BLUE)
    draw.text((left + 30, top + 18), "工业互联网平台管理中心", font=_font(36), fill=(255, 255, 255))
    for n, item in enumerate(("首页总览", "设备接入", "模型管理", "应用市场", "告警中心", "系统设置")):
        draw.text((left + 40, top + 140 + 110 * n), item, font=_font(30), fill=_GREY)
    for n, head in enumerate(("设备编号", "设备名称", "所属企业", "状态", "最近上报")):
        draw.text((left + 300 + 220 * n, top + 130), head, font=_font(26), fill=_INK)
    for row in range(10):
        y = top + 200 + 60 * row
        draw.line((left + 290, y - 12, right - 30, y - 12), fill=_GREY, width=2)
        cells = (
            f"SB{rng.randrange(10**6):06d}", inventor.pick("devices"),
            inventor.pick("heads") + inventor.pick("customers"),
            rng.choice(("在线", "离线")), f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}",
        )  # fmt: skip
        for n, cell in enumerate(cells):
            draw.text((left + 300 + 220 * n, y), cell, font=_font(24), fill=_INK)
    draw.text(
        (left + 300, bottom - 90),
        f"共{rng.randrange(200, 9000)}条  在线率{rng.uniform(70, 99):.1f}%",
        font=_font(26),
        fill=_INK,
    )


def _photograph(canvas: Image.Image, draw: ImageDraw.ImageDraw, inventor: Inventor) -> None:
    """A hall with machines: light, shapes and grain; the caption is everybody's."""
    rng = inventor.rng
    grain = np.random.default_rng(rng.randrange(2**31))
    rough = Image.fromarray(np.asarray(grain.integers(60, 200, (12, 16, 3)), np.uint8)).resize(
        (1320, 960), Image.Resampling.BICUBIC
    )
    paint = ImageDraw.Draw(rough)
    for _ in range(rng.randint(14, 26)):
        x, y, w, h = rng.randrange(1200), rng.randrange(860), rng.randrange(50, 380), rng.randrange(40, 300)
        shade = tuple(rng.randrange(30, 230) for _ in range(3))
        (paint.rectangle if rng.random() < 0.6 else paint.ellipse)((x, y, x + w, y + h), fill=shade)
    noise = grain.normal(0, 12, (960, 1320, 1))
    photo = np.clip(np.asarray(rough.filter(ImageFilter.GaussianBlur(2)), np.float64) + noise, 0, 255)
    canvas.paste(Image.fromarray(photo.astype(np.uint8)), (167, 360))
    draw.text((WIDTH / 2, 1400), "图 生产现场照片", font=_font(34), fill=_INK, anchor="mm")


KINDS: dict[str, Callable[[Image.Image, ImageDraw.ImageDraw, Inventor], None]] = {
    "certificate": _certificate,
    "contract": _contract,
    "screenshot": _screenshot,
    "photograph": _photograph,
}
