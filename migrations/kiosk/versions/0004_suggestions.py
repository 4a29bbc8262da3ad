"""Where an answer was read on the evidence, and how large each cleaned page is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ANSWERS = "visit_id, key, value, source, at, confidence, confirmed"
_PAGES = (
    "id, visit_id, slot, position, item_id, quarter_turns, back_of, removal, original, cleaned, thumbnail, "
    "lines, quad, findings, taken_at"
)


def upgrade() -> None:
    _answers(sa.Column("page_id", sa.String(), nullable=True), sa.Column("place", sa.JSON(), nullable=True))
    _pages(sa.Column("size_px", sa.JSON(), nullable=True))


def downgrade() -> None:
    _answers()
    _pages()


def _answers(*more: sa.Column[Any]) -> None:
    """The table made anew, since SQLite adds columns in a spelling of its own."""
    op.rename_table("answers", "old_answers")
    op.create_table(
        "answers",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        *more,
        sa.CheckConstraint(
            "source IN ('card', 'clerk', 'litigant', 'paper')", name=op.f("ck_answers_source")
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_answers_confidence")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_answers_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "key", name=op.f("pk_answers")),
    )
    op.execute(f"INSERT INTO answers ({_ANSWERS}) SELECT {_ANSWERS} FROM old_answers")
    op.drop_table("old_answers")


def _pages(*more: sa.Column[Any]) -> None:
    op.drop_index(op.f("ix_pages_visit_id"), table_name="pages")
    op.rename_table("pages", "old_pages")
    op.create_table(
        "pages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("quarter_turns", sa.Integer(), nullable=False),
        sa.Column("back_of", sa.String(), nullable=True),
        sa.Column("removal", sa.Integer(), nullable=True),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("cleaned", sa.String(), nullable=True),
        sa.Column("thumbnail", sa.String(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        *more,
        sa.Column("quad", sa.JSON(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.CheckConstraint("slot IN ('evidence', 'id_back', 'id_front')", name=op.f("ck_pages_slot")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_pages_position")),
        sa.CheckConstraint("quarter_turns BETWEEN 0 AND 3", name=op.f("ck_pages_quarter_turns")),
        sa.CheckConstraint(
            "(slot = 'evidence') = (item_id IS NOT NULL)", name=op.f("ck_pages_evidence_in_an_item")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_pages_visit_id")),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_items.id"], name=op.f("fk_pages_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    op.execute(f"INSERT INTO pages ({_PAGES}) SELECT {_PAGES} FROM old_pages")
    op.drop_table("old_pages")
    op.create_index(op.f("ix_pages_visit_id"), "pages", ["visit_id"], unique=False)
