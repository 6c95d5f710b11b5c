"""Property. Buildings, homes, shared spaces and their bookings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()
postal_code = postgresql.DOMAIN("postal_code", sa.String(7), create_type=False)

building_type = postgresql.ENUM(
    "apartment",
    "condo",
    "rental",
    "duplex",
    "triplex",
    "townhouse",
    name="building_type",
    create_type=False,
)
contact_category = postgresql.ENUM(
    "resident",
    "manager",
    "tenant",
    "maintenance",
    "emergency",
    "other",
    name="contact_category",
    create_type=False,
)
booking_status = postgresql.ENUM("confirmed", "cancelled", name="booking_status", create_type=False)
TYPES = (building_type, contact_category, booking_status)


def upgrade() -> None:
    for type_ in TYPES:
        type_.create(op.get_bind())

    op.create_table(
        "buildings",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "organization_id",
            sa.Uuid,
            sa.ForeignKey("organizations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("city", sa.String(100), nullable=False),
        sa.Column("province", sa.String(3), nullable=False, server_default="QC"),
        sa.Column("postal_code", postal_code, nullable=False),
        sa.Column("building_type", building_type, nullable=False, server_default="condo"),
        sa.Column("year_built", sa.Integer),
        sa.Column("total_units", sa.Integer, nullable=False),
        sa.Column("total_floors", sa.Integer),
        sa.Column("parking_spaces", sa.Integer),
        sa.Column("storage_spaces", sa.Integer),
        sa.Column(
            "amenities",
            postgresql.ARRAY(sa.Text),
            nullable=False,
            server_default="{}",
            comment="Free words, such as pool or gym.",
        ),
        sa.Column("management_company", sa.Text),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("bank_account_number", sa.Text, comment="Main account of the building."),
        sa.Column("bank_account_notes", sa.Text),
        sa.Column(
            "financial_year_start",
            sa.Date,
            nullable=False,
            server_default="2025-01-01",
            comment="First day of the financial year; only day and month count.",
        ),
        sa.Column("bank_account_start_date", sa.Date),
        sa.Column("bank_account_start_amount", sa.Numeric(12, 2)),
        sa.Column("bank_account_minimums", postgresql.JSONB),
        sa.Column(
            "inflation_settings", postgresql.JSONB, comment="Assumptions for the budget forecast."
        ),
        sa.CheckConstraint("year_built between 1600 and 2200", name="buildings_year_built_check"),
        comment="Buildings under management.",
    )
    op.create_index("buildings_organization_idx", "buildings", ["organization_id"])

    op.create_table(
        "residences",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "building_id",
            sa.Uuid,
            sa.ForeignKey("buildings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("unit_number", sa.String(20), nullable=False),
        sa.Column("floor", sa.Integer),
        sa.Column("square_footage", sa.Numeric(8, 2)),
        sa.Column("bedrooms", sa.Integer),
        sa.Column("bathrooms", sa.Numeric(3, 1)),
        sa.Column("balcony", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column(
            "parking_space_numbers", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"
        ),
        sa.Column(
            "storage_space_numbers", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"
        ),
        sa.Column(
            "ownership_percentage", sa.Numeric(5, 4), comment="Share of the building, 0 to 1."
        ),
        sa.Column("monthly_fees", sa.Numeric(10, 2), comment="Condo fees in dollars."),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint("building_id", "unit_number", name="residences_building_unit_key"),
        sa.CheckConstraint(
            "ownership_percentage between 0 and 1", name="residences_ownership_check"
        ),
        comment="One apartment or unit of a building.",
    )
    op.create_index(
        "residences_active_idx",
        "residences",
        ["building_id", "floor"],
        postgresql_where=sa.text("is_active"),
    )

    op.create_table(
        "user_residences",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "residence_id",
            sa.Uuid,
            sa.ForeignKey("residences.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("relationship_type", sa.String(20), nullable=False, server_default="tenant"),
        sa.Column("start_date", sa.Date, nullable=False),
        sa.Column("end_date", sa.Date, comment="Empty while the person is still there."),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.CheckConstraint(
            "end_date is null or end_date >= start_date", name="user_residences_period_check"
        ),
        sa.CheckConstraint(
            "relationship_type in ('owner', 'tenant', 'occupant')",
            name="user_residences_relationship_check",
        ),
        comment="Who owns or lives in which residence, and when.",
    )
    op.create_index(
        "user_residences_current_idx",
        "user_residences",
        ["user_id"],
        postgresql_where=sa.text("end_date is null"),
    )
    op.create_index("user_residences_residence_idx", "user_residences", ["residence_id"])

    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.String(30)),
        sa.Column("contact_category", contact_category, nullable=False, server_default="other"),
        sa.Column("entity_type", sa.String(20), nullable=False),
        sa.Column(
            "entity_id",
            sa.Uuid,
            nullable=False,
            comment="Key in the table that entity names; no foreign key is possible.",
        ),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.CheckConstraint(
            "entity_type in ('organization', 'building', 'residence')", name="contacts_entity_check"
        ),
        comment="Whom to call for an organization, a building or a residence.",
    )
    op.create_index("contacts_entity_idx", "contacts", ["entity_type", "entity_id"])

    op.create_table(
        "common_spaces",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column(
            "building_id",
            sa.Uuid,
            sa.ForeignKey("buildings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("is_reservable", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("capacity", sa.Integer),
        sa.Column("contact_person_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("opening_hours", postgresql.JSONB),
        sa.Column("available_days", postgresql.ARRAY(sa.Text)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("unavailable_periods", postgresql.JSONB),
        sa.Column("booking_rules", sa.Text, comment="Shown before the booking is confirmed."),
        sa.CheckConstraint("capacity > 0", name="common_spaces_capacity_check"),
        comment="Gym, lounge, guest room: what a building shares.",
    )

    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "common_space_id",
            sa.Uuid,
            sa.ForeignKey("common_spaces.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("start_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", booking_status, nullable=False, server_default="confirmed"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.CheckConstraint("end_time > start_time", name="bookings_time_check"),
        postgresql.ExcludeConstraint(
            ("common_space_id", "="),
            (sa.text("tstzrange(start_time, end_time)"), "&&"),
            where=sa.text("status = 'confirmed'"),
            name="bookings_no_overlap",
        ),
        comment="Who has which common space, from when to when.",
    )
    op.execute(
        "comment on constraint bookings_no_overlap on bookings is 'One space, one party at a time.'"
    )
    op.create_index("bookings_user_start_idx", "bookings", ["user_id", "start_time"])

    op.create_table(
        "user_booking_restrictions",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "common_space_id",
            sa.Uuid,
            sa.ForeignKey("common_spaces.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("is_blocked", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint(
            "user_id", "common_space_id", name="user_booking_restrictions_user_space_key"
        ),
        comment="Who may not book a space, and why.",
    )

    op.create_table(
        "user_booking_limits",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "common_space_id",
            sa.Uuid,
            sa.ForeignKey("common_spaces.id", ondelete="CASCADE"),
            comment="Empty: the limit holds for all spaces together.",
        ),
        sa.Column("limit_type", sa.String(10), nullable=False),
        sa.Column("limit_hours", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint(
            "user_id",
            "common_space_id",
            "limit_type",
            name="user_booking_limits_scope_key",
            postgresql_nulls_not_distinct=True,
        ),
        sa.CheckConstraint("limit_hours > 0", name="user_booking_limits_hours_check"),
        sa.CheckConstraint(
            "limit_type in ('monthly', 'yearly')", name="user_booking_limits_type_check"
        ),
        comment="How many hours a person may book.",
    )

    op.create_foreign_key(
        "invitations_building_id_fkey",
        "invitations",
        "buildings",
        ["building_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "invitations_residence_id_fkey",
        "invitations",
        "residences",
        ["residence_id"],
        ["id"],
        ondelete="SET NULL",
    )

    for table in ("buildings", "residences"):
        op.execute(f"""
            create trigger {table}_set_updated_at before update on {table}
              for each row execute function set_updated_at()
        """)

    op.execute("""
        create view residence_directory with (security_invoker = true) as
        select r.id as residence_id,
               r.unit_number,
               r.floor,
               b.id as building_id,
               b.name as building_name,
               b.city,
               o.id as organization_id,
               o.name as organization_name
          from residences r
          join buildings b on b.id = r.building_id
          join organizations o on o.id = b.organization_id
         where r.is_active and b.is_active and o.is_active
    """)
    op.execute("""
        comment on view residence_directory
          is 'Active residences with their building and organization.'
    """)


def downgrade() -> None:
    op.execute("drop view residence_directory")
    op.drop_constraint("invitations_residence_id_fkey", "invitations")
    op.drop_constraint("invitations_building_id_fkey", "invitations")
    for table in (
        "user_booking_limits",
        "user_booking_restrictions",
        "bookings",
        "common_spaces",
        "contacts",
        "user_residences",
        "residences",
        "buildings",
    ):
        op.drop_table(table)
    for type_ in reversed(TYPES):
        type_.drop(op.get_bind())
