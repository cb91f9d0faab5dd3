using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_part",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_points",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refund_terms",
                table: "top_ups",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_whole",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_commission",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_face",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "refund_ground",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_part",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_pays",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_points",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_whole",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refund_terms",
                table: "quotes",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_base",
                table: "commissions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_credit",
                table: "commissions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_part",
                table: "commissions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_whole",
                table: "commissions",
                type: "INTEGER",
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
