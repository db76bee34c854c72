"""The thin space between Han and Latin, put into finished HTML."""

from __future__ import annotations

import pytest

from opsgen.pdf.spacing import THIN, spaced


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>目标1.2亿元</p>", "<p>目标|1.2|亿元</p>"),
        ("<p>里程碑M2「压测」</p>", "<p>里程碑|M2「压测」</p>"),
        ("<p>退货率13.9%，超过12%以上</p>", "<p>退货率|13.9%，超过|12%|以上</p>"),
        ("<p>预算¥12 M的一半</p>", "<p>预算|¥12 M|的一半</p>"),
        ("<p>2026年10月24日前</p>", "<p>2026年10月24日前</p>"),
        ("<p>推迟<b>14</b>天</p>", "<p>推迟<b>|14</b>|天</p>"),
        ("<td>压测</td><td>30</td>", "<td>压测</td><td>30</td>"),
        ("<p>研发&amp;测试</p>", "<p>研发&amp;测试</p>"),
        ('<p title="压测M2">好</p>', '<p title="压测M2">好</p>'),
        ("<title>压测M2</title>", "<title>压测M2</title>"),
        ("<svg><text>压测M2</text></svg>压测", "<svg><text>压测M2</text></svg>压测"),
        ("<pre>压测M2</pre>", "<pre>压测M2</pre>"),
        ("<p>already 压测 M2</p>", "<p>already 压测 M2</p>"),
        ("English only, 42%", "English only, 42%"),
    ],
)
def test_spaces(html: str, expected: str) -> None:
    assert spaced(html) == expected.replace("|", THIN)


def test_twice_is_once() -> None:
    html = "<p>目标1.2亿元，M2<b>压测</b></p>"
    assert spaced(spaced(html)) == spaced(html)
