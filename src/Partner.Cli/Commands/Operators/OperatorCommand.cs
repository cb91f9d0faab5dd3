using System.CommandLine;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary>
/// <c>operator</c>: what the operator's own people do, at the operator's port and with the operator's certificate.
/// </summary>
internal static class OperatorCommand
{
    /// <summary>The commands beneath it, in the order of the help; each has a file of its own.</summary>
    private static readonly Func<Scope, Command>[] Commands =
    [
        PartnersCommand.Create,
        CreditLimitCommand.Create,
        DepositCommand.Create,
        WithdrawCommand.Create,
        AdjustCommand.Create,
        ApprovalsCommand.Create,
        ActionsCommand.Create,
        TopUpsCommand.Create,
        InDoubtCommands.Create,
        CasesCommand.Create,
        LimitsCommand.Create,
        CertificatesCommand.Create,
        EnrollmentCodesCommand.Create,
        NoticesCommand.Create,
        DocumentsCommand.Create,
        SettlementsCommand.CreateSettle,
        SettlementsCommand.Create,
        AuditCommand.Create,
    ];

    public static Command Create(Scope scope)
    {
        var command = new Command("operator", scope.Pick(
            "The operator's own commands, at the operator's port [PARTNER_OPERATOR_ADDRESS, else "
            + "https://localhost:7445] with the operator's certificate [PARTNER_CERT, else operator.crt]",
            "运营方命令：连接运营方端口 [PARTNER_OPERATOR_ADDRESS，默认 https://localhost:7445]，"
            + "使用运营方证书 [PARTNER_CERT，默认 operator.crt]"));
        foreach (var create in Commands)
        {
            command.Subcommands.Add(create(scope));
        }

        return command;
    }
}
