using Grpc.Core;
using Partner.Core.Actions;
using Partner.Core.Approvals;
using Partner.Server.Contract;
using Partner.Server.Security;
using CoreMoney = Partner.Core.Amounts.Money;
using WireMoney = Leb.Partner.V1.Money;

namespace Partner.Server.BackOffice;

/// <summary>What the requests of operators have in common.</summary>
internal static class OperatorRequests
{
    /// <summary>Reads the name of a partner.</summary>
    /// <param name="name">The field.</param>
    /// <param name="field">Its path.</param>
    /// <returns>The partner; one that there cannot be where it is wrong.</returns>
    public static PartnerId PartnerName(this RequestReader reader, string name, string field = "name") => new(
        reader.Name(name, "partners", true, field, id => PartnerId.Parse(id) is not null) ?? "");

    /// <summary>Reads the name of an approval: "partners/demo/approvals/01H…".</summary>
    /// <param name="name">The field.</param>
    /// <returns>Whose it is, and its id; empty ones where it is wrong.</returns>
    public static (PartnerId PartnerId, string Id) ApprovalName(this RequestReader reader, string name)
    {
        var (partnerId, own) = reader.Owned(
            name, "partners/…/approvals/…", parts => parts is ["approvals", var id] && Ids.AreValid(id));
        return (partnerId, own.Split('/')[^1]);
    }

    /// <summary>Reads an amount that must be there.</summary>
    /// <param name="money">The field.</param>
    /// <param name="field">Its path.</param>
    /// <param name="orZero">Whether it may be zero.</param>
    public static CoreMoney? RequiredAmount(
        this RequestReader reader, WireMoney? money, string field, bool orZero = false)
    {
        if (money is null)
        {
            reader.Note(field, "is required", "必须填写");
        }

        return reader.Amount(money, field, orZero);
    }

    /// <summary>Reads an amount of either sign that must be there and not be zero.</summary>
    /// <param name="money">The field.</param>
    /// <param name="field">Its path.</param>
    public static CoreMoney? SignedAmount(this RequestReader reader, WireMoney? money, string field)
    {
        if (money is null or { Units: >= 0, Nanos: >= 0 })
        {
            return reader.RequiredAmount(money, field);
        }

        if (money.Units == long.MinValue || money.Nanos == int.MinValue)
        {
            reader.Note($"{field}.units", "is too large", "数值过大");
            return null;
        }

        var turned = new WireMoney
        {
            CurrencyCode = money.CurrencyCode, Units = -money.Units, Nanos = -money.Nanos,
        };
        return reader.Amount(turned, field) is { } amount ? -amount : null;
    }

    /// <summary>Who calls, as approvals tell people apart.</summary>
    /// <param name="context">The call.</param>
    public static ApprovalParty Party(this ServerCallContext context) => context.GetHttpContext().Party();

    /// <summary>Who asks for a page, likewise.</summary>
    /// <param name="http">The request.</param>
    public static ApprovalParty Party(this HttpContext http) =>
        new(ActionActor.Operator(http.GetCaller().Thumbprint), http.GetPerson());

    /// <summary>Reads why something is done, and says who does it.</summary>
    /// <param name="why">The field.</param>
    /// <param name="context">The call.</param>
    public static ActionBy By(this RequestReader reader, string why, ServerCallContext context)
    {
        reader.Text(why, RecordedAction.LongestWhy, "why");
        if (string.IsNullOrWhiteSpace(why))
        {
            reader.Note("why", "is required: it goes into the action log", "必须填写：将记入操作日志");
        }

        return new ActionBy(ActionActor.Operator(context.GetCaller().Thumbprint), why);
    }
}
