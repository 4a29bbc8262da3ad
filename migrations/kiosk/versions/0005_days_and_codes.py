"""The day that stands on an item of evidence, where its name, day and purpose were read; codes on pages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_PAGES = (
    "id, visit_id, slot, position, item_id, quarter_turns, back_of, removal, original, cleaned, thumbnail, "
    "lines, size_px, quad, findings, taken_at"
)


def upgrade() -> None:
    _items(
        "'{}'",
        sa.Column("dated", sa.String(), nullable=True),
        sa.Column("origins", sa.JSON(), nullable=False),
    )
    _pages(sa.Column("codes", sa.JSON(), nullable=True))


def downgrade() -> None:
    _items("")
    _pages()


def _items(origins: str, *more: sa.Column[Any]) -> None:
    """The table made anew under another name first: renaming the old one would take the pages along."""
    op.create_table(
        "new_evidence_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_evidence_items_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
    )
    into, values = (", origins", f", {origins}") if origins else ("", "")
    op.execute(
        f"INSERT INTO new_evidence_items (id, visit_id, title, purpose{into}) "
        f"SELECT id, visit_id, title, purpose{values} FROM evidence_items"
    )
    op.drop_index(op.f("ix_evidence_items_visit_id"), table_name="evidence_items")
    op.drop_table("evidence_items")
    op.rename_table("new_evidence_items", "evidence_items")
    op.create_index(op.f("ix_evidence_items_visit_id"), "evidence_items", ["visit_id"], unique=False)


def _pages(*more: sa.Column[Any]) -> None:
    """The table made anew, since SQLite adds columns in a spelling of its own."""
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
        sa.Column("size_px", sa.JSON(), nullable=True),
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
