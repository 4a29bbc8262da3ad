"""Characters that no font has, as the visitor wrote them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "drawn_characters",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("character", sa.String(), nullable=False),
        sa.Column("strokes", sa.JSON(), nullable=False),
        sa.Column("aspect", sa.Double(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("aspect > 0", name=op.f("ck_drawn_characters_aspect")),
        sa.CheckConstraint("length(character) = 1", name=op.f("ck_drawn_characters_character")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_drawn_characters_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "character", name=op.f("pk_drawn_characters")),
    )


def downgrade() -> None:
    op.drop_table("drawn_characters")
