"""Evidence in items of their own; pages that can be turned, be a back, be taken out and put back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "evidence_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_evidence_items_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
    )
    op.create_index(op.f("ix_evidence_items_visit_id"), "evidence_items", ["visit_id"], unique=False)
    op.execute(
        "INSERT INTO evidence_items (id, visit_id, title, purpose) "
        "SELECT lower(hex(randomblob(16))), visit_id, item_title, min(purpose) FROM pages "
        "WHERE slot = 'evidence' GROUP BY visit_id, item_title"
    )
    _set_old_pages_aside()
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
    op.execute(
        "INSERT INTO pages (id, visit_id, slot, position, item_id, quarter_turns, original, cleaned, lines, "
        "quad, findings, taken_at) "
        "SELECT p.id, p.visit_id, p.slot, p.position, i.id, 0, p.original, p.cleaned, p.lines, p.quad, "
        "p.findings, p.taken_at FROM old_pages p LEFT JOIN evidence_items i "
        "ON i.visit_id = p.visit_id AND i.title = p.item_title AND p.slot = 'evidence'"
    )
    _drop_old_pages()


def downgrade() -> None:
    _set_old_pages_aside()
    op.create_table(
        "pages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("cleaned", sa.String(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("quad", sa.JSON(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.CheckConstraint("slot IN ('evidence', 'id_back', 'id_front')", name=op.f("ck_pages_slot")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_pages_position")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_pages_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    op.execute(
        "INSERT INTO pages (id, visit_id, slot, position, item_title, purpose, original, cleaned, lines, "
        "quad, findings, taken_at) "
        "SELECT p.id, p.visit_id, p.slot, p.position, coalesce(i.title, ''), coalesce(i.purpose, ''), "
        "p.original, p.cleaned, p.lines, p.quad, p.findings, p.taken_at "
        "FROM old_pages p LEFT JOIN evidence_items i ON i.id = p.item_id WHERE p.removal IS NULL"
    )
    _drop_old_pages()
    op.drop_index(op.f("ix_evidence_items_visit_id"), table_name="evidence_items")
    op.drop_table("evidence_items")


def _set_old_pages_aside() -> None:
    op.drop_index(op.f("ix_pages_visit_id"), table_name="pages")
    op.rename_table("pages", "old_pages")


def _drop_old_pages() -> None:
    op.drop_table("old_pages")
    op.create_index(op.f("ix_pages_visit_id"), "pages", ["visit_id"], unique=False)
