using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AutoRenewals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "auto_renewal_steps",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    renewal_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    cycle = table.Column<int>(type: "int", nullable: false),
                    card_end = table.Column<long>(type: "bigint", nullable: false),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    next_at = table.Column<long>(type: "bigint", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    amount_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_auto_renewal_steps", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "auto_renewals",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    request_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card_type = table.Column<int>(type: "int", nullable: false),
                    plan_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<int>(type: "int", nullable: false),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    days_before = table.Column<int>(type: "int", nullable: false),
                    max_price = table.Column<long>(type: "bigint", nullable: false),
                    price_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    last_day = table.Column<int>(type: "int", nullable: true),
                    most_renewals = table.Column<int>(type: "int", nullable: true),
                    consent = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    phase = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    cycle = table.Column<int>(type: "int", nullable: false),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    cycle_end = table.Column<long>(type: "bigint", nullable: false),
                    renews_at = table.Column<long>(type: "bigint", nullable: true),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    give_up_at = table.Column<long>(type: "bigint", nullable: true),
                    made = table.Column<int>(type: "int", nullable: false),
                    renewed_at = table.Column<long>(type: "bigint", nullable: true),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    expected_debit = table.Column<long>(type: "bigint", nullable: true),
                    debit_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true, collation: "Latin1_General_100_BIN2"),
                    last_kind = table.Column<int>(type: "int", nullable: false),
                    last_reason = table.Column<int>(type: "int", nullable: false),
                    lease_owner = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    lease_until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_auto_renewals", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_auto_renewals_phase", "phase BETWEEN 1 AND 3");
                    table.CheckConstraint("ck_auto_renewals_state", "state BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers",
                columns: new[] { "partner_id", "created_at" },
                filter: "kind IN (1, 10)");

            migrationBuilder.CreateIndex(
                name: "ix_auto_renewal_steps_partner_id_renewal_id_number",
                table: "auto_renewal_steps",
                columns: new[] { "partner_id", "renewal_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_auto_renewals_due_at",
                table: "auto_renewals",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_auto_renewals_partner_id_card_id",
                table: "auto_renewals",
                columns: new[] { "partner_id", "card", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_auto_renewals_partner_id_card_plan_code",
                table: "auto_renewals",
                columns: new[] { "partner_id", "card", "plan_code" },
                unique: true,
                filter: "state IN (1, 2)");

            migrationBuilder.CreateIndex(
                name: "ix_auto_renewals_partner_id_due_at",
                table: "auto_renewals",
                columns: new[] { "partner_id", "due_at" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_auto_renewals_partner_id_renews_at",
                table: "auto_renewals",
                columns: new[] { "partner_id", "renews_at" },
                filter: "renews_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_auto_renewals_partner_id_request_id",
                table: "auto_renewals",
                columns: new[] { "partner_id", "request_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "auto_renewal_steps");

            migrationBuilder.DropTable(
                name: "auto_renewals");

            migrationBuilder.DropIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers");
        }
    }
}
