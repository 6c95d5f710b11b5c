"""Monitoring. Quality metrics and their calibration."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()
metric_type = postgresql.ENUM(name="metric_type", create_type=False)
issue_severity = postgresql.ENUM(name="issue_severity", create_type=False)

prediction_confidence = postgresql.ENUM(
    "low", "medium", "high", "very_high", name="prediction_confidence", create_type=False
)
validation_status = postgresql.ENUM(
    "pending",
    "true_positive",
    "false_positive",
    "true_negative",
    "false_negative",
    name="validation_status",
    create_type=False,
)
TYPES = (prediction_confidence, validation_status)


def upgrade() -> None:
    for type_ in TYPES:
        type_.create(op.get_bind())

    op.create_table(
        "metric_effectiveness_tracking",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("metric_type", metric_type, nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("total_predictions", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("true_positives", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("false_positives", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("true_negatives", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("false_negatives", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("accuracy", sa.Numeric(5, 4)),
        sa.Column("precision", sa.Numeric(5, 4)),
        sa.Column("recall", sa.Numeric(5, 4)),
        sa.Column("f1_score", sa.Numeric(5, 4)),
        sa.Column("calculated_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        sa.UniqueConstraint(
            "metric_type",
            "period_start",
            "period_end",
            name="metric_effectiveness_tracking_period_key",
        ),
        comment="How often each metric was right, by period.",
    )

    op.create_table(
        "metric_predictions",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("metric_type", metric_type, nullable=False),
        sa.Column("predicted_value", sa.Numeric(10, 4), nullable=False),
        sa.Column("confidence_level", prediction_confidence, nullable=False),
        sa.Column("confidence_score", sa.Numeric(5, 4)),
        sa.Column("model_version", sa.String(50), nullable=False),
        sa.Column("input_data", postgresql.JSONB, nullable=False, server_default="{}"),
        sa.Column("prediction_reasoning", sa.Text),
        sa.Column("file_path", sa.Text),
        sa.Column("predicted_by", sa.String(50), nullable=False, server_default="system"),
        sa.Column("is_validated", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("expires_at", sa.DateTime),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        comment="What the tooling expects to happen.",
    )

    op.create_table(
        "quality_issues",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "prediction_id", sa.Uuid, sa.ForeignKey("metric_predictions.id", ondelete="SET NULL")
        ),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("category", sa.String(50), nullable=False),
        sa.Column("severity", issue_severity, nullable=False, server_default="medium"),
        sa.Column("status", sa.String(20), nullable=False, server_default="open"),
        sa.Column("file_path", sa.Text),
        sa.Column("line_number", sa.Integer),
        sa.Column("rule_code", sa.String(50)),
        sa.Column("detection_method", sa.String(50), nullable=False),
        sa.Column("detected_by", sa.String(100)),
        sa.Column("detected_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("confirmed_by", sa.String(100)),
        sa.Column("confirmed_at", sa.DateTime),
        sa.Column("assigned_to", sa.String(100)),
        sa.Column("resolution", sa.Text),
        sa.Column("resolved_by", sa.String(100)),
        sa.Column("resolved_at", sa.DateTime),
        sa.Column(
            "time_to_fix_hours", sa.Numeric(5, 2), comment="From confirmation to resolution."
        ),
        sa.Column("tags", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime, nullable=False, server_default=now),
        sa.CheckConstraint(
            "status in ('open', 'confirmed', 'rejected', 'resolved')",
            name="quality_issues_status_check",
        ),
        comment="Problems found in the code, confirmed or not.",
    )
    op.create_index(
        "quality_issues_open_idx",
        "quality_issues",
        ["severity", "detected_at"],
        postgresql_where=sa.text("status in ('open', 'confirmed')"),
    )

    op.create_table(
        "prediction_validations",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "prediction_id",
            sa.Uuid,
            sa.ForeignKey("metric_predictions.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "quality_issue_id", sa.Uuid, sa.ForeignKey("quality_issues.id", ondelete="SET NULL")
        ),
        sa.Column("validator_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("status", validation_status, nullable=False, server_default="pending"),
        sa.Column("actual_value", sa.Numeric(10, 4)),
        sa.Column("accuracy_score", sa.Numeric(5, 4)),
        sa.Column("was_correct", sa.Boolean),
        sa.Column("validation_method", sa.String(50), nullable=False),
        sa.Column("evidence", postgresql.JSONB),
        sa.Column("notes", sa.Text),
        sa.Column("validated_at", sa.DateTime),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        comment="Whether a prediction came true.",
    )
    op.create_index(
        "prediction_validations_prediction_idx", "prediction_validations", ["prediction_id"]
    )

    op.create_table(
        "metric_calibration_data",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("metric_type", metric_type, nullable=False),
        sa.Column("calibration_method", sa.String(50), nullable=False),
        sa.Column("model_version", sa.String(50), nullable=False),
        sa.Column("training_data_size", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("accuracy", sa.Numeric(5, 4)),
        sa.Column("precision_score", sa.Numeric(5, 4)),
        sa.Column("recall_score", sa.Numeric(5, 4)),
        sa.Column("f1_score", sa.Numeric(5, 4)),
        sa.Column(
            "calibration_factor", sa.Numeric(10, 4), nullable=False, server_default=sa.text("1.0")
        ),
        sa.Column("parameters", postgresql.JSONB, nullable=False, server_default="{}"),
        sa.Column("threshold_low", sa.Numeric(10, 4)),
        sa.Column("threshold_high", sa.Numeric(10, 4)),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("notes", sa.Text),
        sa.Column("calibrated_by", sa.String(100)),
        sa.Column("calibrated_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        comment="How each metric was last adjusted to reality.",
    )
    op.create_index(
        "metric_calibration_data_active_idx",
        "metric_calibration_data",
        ["metric_type"],
        unique=True,
        postgresql_where=sa.text("is_active"),
    )


def downgrade() -> None:
    for table in (
        "metric_calibration_data",
        "prediction_validations",
        "quality_issues",
        "metric_predictions",
        "metric_effectiveness_tracking",
    ):
        op.drop_table(table)
    for type_ in reversed(TYPES):
        type_.drop(op.get_bind())
