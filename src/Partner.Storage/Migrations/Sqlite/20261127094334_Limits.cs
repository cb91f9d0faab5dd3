using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Limits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "counted_day",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "counted_in",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "limit_uses",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    subject = table.Column<int>(type: "INTEGER", nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    period = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    card = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    used = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_uses", x => new { x.partner_id, x.subject, x.outlet, x.holder, x.period, x.card });
                    table.CheckConstraint("ck_limit_uses_used", "used >= 0");
                });

            migrationBuilder.CreateTable(
                name: "limits",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    setter = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subject = table.Column<int>(type: "INTEGER", nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    is_all = table.Column<bool>(type: "INTEGER", nullable: false),
                    most = table.Column<long>(type: "INTEGER", nullable: false),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limits", x => new { x.partner_id, x.setter, x.kind, x.subject, x.outlet, x.holder, x.is_all });
                    table.CheckConstraint("ck_limits_most", "most >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_limit_uses_ends_at",
                table: "limit_uses",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "limit_uses");

            migrationBuilder.DropTable(
                name: "limits");

            migrationBuilder.DropColumn(
                name: "counted_day",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "counted_in",
                table: "top_ups");
        }
    }
}
