"""The county of the story as its office keeps it: a list in Excel, first with four slips, then without."""

from pathlib import Path

import xlsxwriter

COUNTY = "青禾县人民政府"
KEEPER, KEEPER_NAME = "hewen", "何文"
PASSWORD = "first-way-through-2026"  # noqa: S105 - of an account in a temporary folder
HEADS = ("单位名称", "上级单位", "类别", "简称", "岗位", "做什么", "姓名", "用户名", "邮箱", "督查范围")
ROWS = (
    ("县政府办公室", "", "部门", "政府办", "综合科经办", "", "何文", "hewen", "", ""),
    ("县司法局", "", "部门", "司法局", "办公室经办", "经办", "司平", "", "siping@example.org", ""),
    ("县督考办", "", "部门", "督考办", "督查专员", "督查", "杜查", "ducha", "", COUNTY),
    ("县财政局", "", "部门", "财政局", "", "经办", "蔡正", "", "", ""),
    ("县教育局", "", "部门", "教育局", "", "", "焦宇", "", "", ""),
    ("县民政局", "", "部门", "民政局", "", "", "闵政", "minzheng", "", ""),
    ("县人力资源和社会保障局", "", "部门", "人社局", "", "", "任舍", "", "", ""),
    ("柳河镇", "", "乡镇", "", "党政办经办", "", "刘镇", "", "", ""),
    ("石桥镇", "", "乡镇", "", "党政办经办", "", "石乔", "", "", ""),
    ("白杨乡", "", "乡镇", "", "党政办经办", "", "白扬", "", "", ""),
    ("东河镇", "", "乡镇", "", "党政办经办", "", "董禾", "", "", ""),
    ("柳河镇上村", "柳河镇", "村", "上村", "村文书", "", "尚村", "", "", ""),
    ("柳河镇下村", "柳河镇", "村", "下村", "村文书", "", "夏村", "", "", ""),
    ("石桥镇桥头村", "石桥镇", "村", "桥头村", "村文书", "", "乔头", "", "", ""),
)
FIRST_ROW = 3  # below the title and the heads
SLIPS = {  # row of ROWS, column: what a clerk typed instead
    (1, 8): "siping.example.org",
    (3, 5): "出纳",
    (7, 7): "ducha",
    (11, 1): "柳何镇",
}


def write_list(path: Path, *, with_slips: bool = False) -> Path:
    """Write the list as a workbook with a title over the table."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("单位名单")
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "青禾县单位及联络员名单")
        sheet.write_row(1, 0, HEADS)
        for number, row in enumerate(ROWS):
            for column, words in enumerate(row):
                slip = SLIPS.get((number, column), words) if with_slips else words
                sheet.write_string(FIRST_ROW - 1 + number, column, slip)
    return path
