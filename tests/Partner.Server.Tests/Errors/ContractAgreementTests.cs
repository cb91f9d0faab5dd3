using System.Text.RegularExpressions;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Errors;

namespace Partner.Server.Tests.Errors;

public sealed partial class ContractAgreementTests
{
    [Fact]
    public void Reasons_have_the_names_and_numbers_of_the_contract() =>
        AssertSame<Reason>("ErrorReason", "ERROR_REASON_", new() { ["None"] = "UNSPECIFIED" });

    [Fact]
    public void Faults_have_the_names_and_numbers_of_the_contract() => AssertSame<Core.Errors.Fault>(
        "Fault", "FAULT_", new() { ["Nobody"] = "UNSPECIFIED", ["ThePartner"] = "PARTNER" });

    [Fact]
    public void Money_moved_has_the_names_and_numbers_of_the_contract() =>
        AssertSame<Core.Errors.MoneyMoved>("MoneyMoved", "MONEY_MOVED_", new() { ["Unstated"] = "UNSPECIFIED" });

    [Fact]
    public void Retry_with_has_the_names_and_numbers_of_the_contract() =>
        AssertSame<Core.Errors.RetryWith>("RetryWith", "RETRY_WITH_", new() { ["NotApplicable"] = "UNSPECIFIED" });

    [Fact]
    public void The_status_of_each_reason_is_the_one_in_the_contract()
    {
        var promised = Status().Matches(File.ReadAllText(Proto("leb/partner/v1/error_reason.proto")))
            .ToDictionary(match => match.Groups["reason"].Value, match => match.Groups["status"].Value);

        Assert.NotEmpty(promised);
        foreach (var (reason, status) in promised.Where(p => p.Key != "CALL_ENDED"))
        {
            var known = Enum.GetValues<Reason>().Single(r => ContractNames.Of(r) == reason);
            Assert.Equal(status, Upper().Replace(RefusalStatus.CodeOf(known).ToString(), "_$0").ToUpperInvariant());
        }
    }

    private static void AssertSame<T>(string type, string prefix, Dictionary<string, string> otherwise)
        where T : struct, Enum
    {
        var contract = ErrorReasonReflection.Descriptor.EnumTypes.Single(e => e.Name == type).Values
            .Select(value => (Name: value.Name[prefix.Length..], value.Number));
        var core = Enum.GetValues<T>().Select(value => (
            Name: otherwise.GetValueOrDefault(
                value.ToString(), Upper().Replace(value.ToString(), "_$0").ToUpperInvariant()),
            Number: Convert.ToInt32(value)));

        Assert.Equal(contract.OrderBy(v => v.Number), core.OrderBy(v => v.Number));
    }

    private static string Proto(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partner.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        }

        return Path.Combine(folder.FullName, "protos", path);
    }

    [GeneratedRegex(@"// \[(?<status>[A-Z_]+)[^\]]*\][^\n]*\n(?:\s*//[^\n]*\n)*\s*ERROR_REASON_(?<reason>[A-Z_]+) =")]
    private static partial Regex Status();

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Upper();
}
