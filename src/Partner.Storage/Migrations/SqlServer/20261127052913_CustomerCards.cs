using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
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
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    contact_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    told_day = table.Column<int>(type: "int", nullable: true),
                    told_unit = table.Column<int>(type: "int", nullable: true),
                    told_count = table.Column<int>(type: "int", nullable: true),
                    told_at = table.Column<long>(type: "bigint", nullable: true),
                    stale = table.Column<bool>(type: "bit", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: true),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    lease_owner = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    lease_until = table.Column<long>(type: "bigint", nullable: false),
                    card_type = table.Column<int>(type: "int", nullable: false),
                    valid_until = table.Column<long>(type: "bigint", nullable: true),
                    standing = table.Column<int>(type: "int", nullable: true),
                    region = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: true, collation: "Latin1_General_100_BIN2"),
                    known_at = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<int>(type: "int", nullable: false),
                    at_least = table.Column<bool>(type: "bit", nullable: false),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    plan_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<int>(type: "int", nullable: false),
                    face = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sold_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customer_cards", x => new { x.partner_id, x.card });
                });

            migrationBuilder.CreateTable(
                name: "reminder_progress",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    last_event = table.Column<long>(type: "bigint", nullable: false),
                    last_number = table.Column<long>(type: "bigint", nullable: false),
                    lease_owner = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    lease_until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_progress", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    window_unit = table.Column<int>(type: "int", nullable: false),
                    window_count = table.Column<int>(type: "int", nullable: false),
                    last_day = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    confirmed = table.Column<bool>(type: "bit", nullable: false),
                    renews_itself = table.Column<bool>(type: "bit", nullable: false),
                    tells_customer = table.Column<bool>(type: "bit", nullable: false),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card_type = table.Column<int>(type: "int", nullable: false),
                    valid_until = table.Column<long>(type: "bigint", nullable: true),
                    standing = table.Column<int>(type: "int", nullable: true),
                    region = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: true, collation: "Latin1_General_100_BIN2"),
                    known_at = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<int>(type: "int", nullable: false),
                    at_least = table.Column<bool>(type: "bit", nullable: false),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    plan_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<int>(type: "int", nullable: false),
                    face = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sold_at = table.Column<long>(type: "bigint", nullable: false)
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
