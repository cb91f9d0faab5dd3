using Partner.Core.Errors;
using Partner.Server.Contract;

namespace Partner.Server.TopUps;

/// <summary>Names of reversals: "topUps/{top-up}/reversals/{reversal}".</summary>
internal static class ReversalNames
{
    /// <summary>Reads a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The ids of the top-up and of its reversal, or the refusal.</returns>
    public static Result<(TopUpId TopUpId, ReversalId Id)> Read(string name)
    {
        var parts = name.Split('/');
        var good = parts.Length == 4 && parts[0] == "topUps" && parts[2] == "reversals"
            && Ids.AreValid(parts[1]) && Ids.AreValid(parts[3]);
        return good
            ? (new TopUpId(parts[1]), new ReversalId(parts[3]))
            : Refusal.Of(
                Reason.InvalidRequest,
                new FieldViolation(
                    "name",
                    "is required in the form \"topUps/…/reversals/…\" as it was returned",
                    "必须填写，格式为返回的 \"topUps/…/reversals/…\""));
    }
}
