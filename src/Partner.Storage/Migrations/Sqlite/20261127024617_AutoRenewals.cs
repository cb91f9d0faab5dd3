using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
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
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    renewal_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    cycle = table.Column<int>(type: "INTEGER", nullable: false),
                    card_end = table.Column<long>(type: "INTEGER", nullable: false),
                    top_up_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    next_at = table.Column<long>(type: "INTEGER", nullable: true),
                    amount = table.Column<long>(type: "INTEGER", nullable: true),
                    amount_currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_auto_renewal_steps", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "auto_renewals",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    request_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    card = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    card_type = table.Column<int>(type: "INTEGER", nullable: false),
                    plan_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    channel = table.Column<int>(type: "INTEGER", nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    days_before = table.Column<int>(type: "INTEGER", nullable: false),
                    max_price = table.Column<long>(type: "INTEGER", nullable: false),
                    price_currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    last_day = table.Column<int>(type: "INTEGER", nullable: true),
                    most_renewals = table.Column<int>(type: "INTEGER", nullable: true),
                    consent = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    phase = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    cycle = table.Column<int>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    cycle_end = table.Column<long>(type: "INTEGER", nullable: false),
                    renews_at = table.Column<long>(type: "INTEGER", nullable: true),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    give_up_at = table.Column<long>(type: "INTEGER", nullable: true),
                    made = table.Column<int>(type: "INTEGER", nullable: false),
                    renewed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    top_up_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    expected_debit = table.Column<long>(type: "INTEGER", nullable: true),
                    debit_currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true),
                    last_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    last_reason = table.Column<int>(type: "INTEGER", nullable: false),
                    lease_owner = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: false)
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
