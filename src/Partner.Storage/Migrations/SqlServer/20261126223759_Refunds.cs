using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Refunds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "refund_ground",
                table: "top_ups",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_part",
                table: "top_ups",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_points",
                table: "top_ups",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refund_terms",
                table: "top_ups",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "refund_whole",
                table: "top_ups",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_commission",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_face",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "refund_ground",
                table: "reversals",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_part",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_pays",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_points",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_whole",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refund_terms",
                table: "quotes",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "returned_base",
                table: "commissions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_credit",
                table: "commissions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_part",
                table: "commissions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_whole",
                table: "commissions",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "refund_ground",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "refund_part",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "refund_points",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "refund_terms",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "refund_whole",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "refund_commission",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_face",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_ground",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_part",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_pays",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_points",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_whole",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_terms",
                table: "quotes");

            migrationBuilder.DropColumn(
                name: "returned_base",
                table: "commissions");

            migrationBuilder.DropColumn(
                name: "returned_credit",
                table: "commissions");

            migrationBuilder.DropColumn(
                name: "returned_part",
                table: "commissions");

            migrationBuilder.DropColumn(
                name: "returned_whole",
                table: "commissions");
        }
    }
}
