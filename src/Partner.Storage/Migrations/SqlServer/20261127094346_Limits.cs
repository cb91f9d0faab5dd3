using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
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
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "counted_in",
                table: "top_ups",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "limit_uses",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<int>(type: "int", nullable: false),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    holder = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    period = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    used = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false)
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
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    setter = table.Column<int>(type: "int", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    subject = table.Column<int>(type: "int", nullable: false),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    holder = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_all = table.Column<bool>(type: "bit", nullable: false),
                    most = table.Column<long>(type: "bigint", nullable: false),
                    set_at = table.Column<long>(type: "bigint", nullable: false)
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
