"""Pages of documents that were signed with a pen and captured."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_KEPT = (
    "id, visit_id, slot, position, item_id, quarter_turns, back_of, removal, original, cleaned, thumbnail, "
    "lines, codes, size_px, quad, findings, taken_at"
)


def upgrade() -> None:
    _pages(
        "'evidence', 'id_back', 'id_front', 'signed'",
        (sa.Column("document_id", sa.String(), nullable=True),),
        sa.CheckConstraint(
            "(slot = 'signed') = (document_id IS NOT NULL)", name=op.f("ck_pages_signed_of_a_document")
        ),
    )


def downgrade() -> None:
    op.execute("DELETE FROM pages WHERE slot = 'signed'")
    _pages("'evidence', 'id_back', 'id_front'", ())


def _pages(slots: str, columns: tuple[sa.Column[str], ...], *rules: sa.CheckConstraint) -> None:
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
        *columns,
        sa.Column("quarter_turns", sa.Integer(), nullable=False),
        sa.Column("back_of", sa.String(), nullable=True),
        sa.Column("removal", sa.Integer(), nullable=True),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("cleaned", sa.String(), nullable=True),
        sa.Column("thumbnail", sa.String(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=True),
        sa.Column("size_px", sa.JSON(), nullable=True),
        sa.Column("quad", sa.JSON(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.CheckConstraint(f"slot IN ({slots})", name=op.f("ck_pages_slot")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_pages_position")),
        sa.CheckConstraint("quarter_turns BETWEEN 0 AND 3", name=op.f("ck_pages_quarter_turns")),
        sa.CheckConstraint(
            "(slot = 'evidence') = (item_id IS NOT NULL)", name=op.f("ck_pages_evidence_in_an_item")
        ),
        *rules,
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_pages_visit_id")),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_items.id"], name=op.f("fk_pages_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    op.execute(f"INSERT INTO pages ({_KEPT}) SELECT {_KEPT} FROM old_pages")
    op.drop_table("old_pages")
    op.create_index(op.f("ix_pages_visit_id"), "pages", ["visit_id"], unique=False)
