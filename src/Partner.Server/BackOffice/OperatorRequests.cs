using Grpc.Core;
using Partner.Core.Actions;
using Partner.Server.Contract;
using Partner.Server.Security;

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
