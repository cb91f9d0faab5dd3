using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CardChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "card_differences",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "start_now",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "promise",
                table: "quotes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "start_now",
                table: "quotes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "card_checks",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    last_event = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_owner = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_card_checks", x => x.partner_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "card_checks");

            migrationBuilder.DropColumn(
                name: "card_differences",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "start_now",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "promise",
                table: "quotes");

            migrationBuilder.DropColumn(
                name: "start_now",
                table: "quotes");
        }
    }
}
