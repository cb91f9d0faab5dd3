using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CustomerCards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "customer_cards",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    card = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    contact_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    told_day = table.Column<int>(type: "INTEGER", nullable: true),
                    told_unit = table.Column<int>(type: "INTEGER", nullable: true),
                    told_count = table.Column<int>(type: "INTEGER", nullable: true),
                    told_at = table.Column<long>(type: "INTEGER", nullable: true),
                    stale = table.Column<bool>(type: "INTEGER", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    lease_owner = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: false),
                    card_type = table.Column<int>(type: "INTEGER", nullable: false),
                    valid_until = table.Column<long>(type: "INTEGER", nullable: true),
                    standing = table.Column<int>(type: "INTEGER", nullable: true),
                    region = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    known_at = table.Column<long>(type: "INTEGER", nullable: false),
                    source = table.Column<int>(type: "INTEGER", nullable: false),
                    at_least = table.Column<bool>(type: "INTEGER", nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    top_up_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    plan_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    channel = table.Column<int>(type: "INTEGER", nullable: false),
                    face = table.Column<long>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    sold_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customer_cards", x => new { x.partner_id, x.card });
                });

            migrationBuilder.CreateTable(
                name: "reminder_progress",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    last_event = table.Column<long>(type: "INTEGER", nullable: false),
                    last_number = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_owner = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_progress", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    window_unit = table.Column<int>(type: "INTEGER", nullable: false),
                    window_count = table.Column<int>(type: "INTEGER", nullable: false),
                    last_day = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    renews_itself = table.Column<bool>(type: "INTEGER", nullable: false),
                    tells_customer = table.Column<bool>(type: "INTEGER", nullable: false),
                    card = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    card_type = table.Column<int>(type: "INTEGER", nullable: false),
                    valid_until = table.Column<long>(type: "INTEGER", nullable: true),
                    standing = table.Column<int>(type: "INTEGER", nullable: true),
                    region = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    known_at = table.Column<long>(type: "INTEGER", nullable: false),
                    source = table.Column<int>(type: "INTEGER", nullable: false),
                    at_least = table.Column<bool>(type: "INTEGER", nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    top_up_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    plan_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    channel = table.Column<int>(type: "INTEGER", nullable: false),
                    face = table.Column<long>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    sold_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminders", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_due_at",
                table: "customer_cards",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_partner_id_card_type_valid_until_card",
                table: "customer_cards",
                columns: new[] { "partner_id", "card_type", "valid_until", "card" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_partner_id_due_at",
                table: "customer_cards",
                columns: new[] { "partner_id", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_partner_id_outlet_card_type_valid_until_card",
                table: "customer_cards",
                columns: new[] { "partner_id", "outlet", "card_type", "valid_until", "card" });

            migrationBuilder.CreateIndex(
                name: "ix_reminders_made_at",
                table: "reminders",
                column: "made_at");

            migrationBuilder.CreateIndex(
                name: "ix_reminders_partner_id_card_last_day_window_unit_window_count",
                table: "reminders",
                columns: new[] { "partner_id", "card", "last_day", "window_unit", "window_count" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "customer_cards");

            migrationBuilder.DropTable(
                name: "reminder_progress");

            migrationBuilder.DropTable(
                name: "reminders");
        }
    }
}
