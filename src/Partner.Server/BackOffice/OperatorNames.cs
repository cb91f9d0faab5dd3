using Partner.Server.Contract;

namespace Partner.Server.BackOffice;

/// <summary>
/// Resource names of the back office: "partners/" and the partner's id stand before what the partner calls it by.
/// </summary>
internal static class OperatorNames
{
    /// <summary>Forms of the operations that can be in doubt.</summary>
    public const string OperationForm = "partners/…/topUps/…";

    /// <summary>The name of what is a partner's.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="rest">Its name among the partner's: "topUps/…".</param>
    public static string Of(PartnerId partnerId, string rest) => $"partners/{partnerId}/{rest}";

    /// <summary>Reads the name of what is a partner's.</summary>
    /// <param name="name">The field.</param>
    /// <param name="form">What it should look like.</param>
    /// <param name="isRest">Whether parts behind the partner's id name such a thing.</param>
    /// <param name="field">The field's path.</param>
    /// <returns>The partner and the rest; nobody's nothing where it is wrong.</returns>
    public static (PartnerId PartnerId, string Own) Owned(
        this RequestReader reader, string name, string form, Func<string[], bool> isRest, string field = "name")
    {
        if (name.Split('/') is ["partners", var id, .. var rest] && PartnerId.Parse(id) is { } known && isRest(rest))
        {
            return (known, string.Join('/', rest));
        }

        reader.Note(
            field,
            name.Length == 0 ? $"is required: \"{form}\"" : $"must have the form \"{form}\" as it was returned",
            name.Length == 0 ? $"必须填写：\"{form}\"" : $"格式必须为返回的 \"{form}\"");
        return (new PartnerId(""), "");
    }

    /// <summary>Whether parts name a top-up.</summary>
    public static bool IsTopUp(string[] parts) => parts is ["topUps", var id] && Ids.AreValid(id);

    /// <summary>Whether parts name a case.</summary>
    public static bool IsCase(string[] parts) => parts is ["topUps", var id, "case"] && Ids.AreValid(id);

    /// <summary>Whether parts name an operation that can be in doubt.</summary>
    public static bool IsOperation(string[] parts) => parts switch
    {
        [("topUps" or "esimReissues"), var id] => Ids.AreValid(id),
        ["topUps", var id, "gifts"] => Ids.AreValid(id),
        ["topUps", var id, "reversals", var own] => Ids.AreValid(id) && Ids.AreValid(own),
        _ => false,
    };

    /// <summary>Reads what proves something.</summary>
    /// <param name="value">The field.</param>
    /// <param name="longest">How many characters it may have.</param>
    public static string Evidence(this RequestReader reader, string value, int longest)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            reader.Note("evidence", "is required: say what proves it", "必须填写：请说明依据");
        }

        return reader.Text(value, longest, "evidence");
    }
}
