using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ActionLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "last_action",
                table: "partner_counters",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_action_hash",
                table: "partner_counters",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "actions",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor_kind = table.Column<int>(type: "integer", nullable: false),
                    actor = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    action = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    resource = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    state_before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    state_after = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    why = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    previous_hash = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_actions", x => new { x.partner_id, x.number });
                    table.CheckConstraint("ck_actions_number", "number > 0");
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "actions");

            migrationBuilder.DropColumn(
                name: "last_action",
                table: "partner_counters");

            migrationBuilder.DropColumn(
                name: "last_action_hash",
                table: "partner_counters");
        }
    }
}
