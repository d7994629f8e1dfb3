using Shouldly;
using Xunit;

namespace Vaern.Architecture.Tests;

/// <summary>What must never be stored has no place to be stored in: no bytes, no blob, no fingerprint, no file name.</summary>
public sealed class RestrictedEvidenceTests
{
    private static readonly string[] Harmless =
        ["Guid", "String", "Int32", "DateTimeOffset", "DateOnly", "Boolean", "EqualityContract", "Type"];

    [Fact]
    public void Restricted_evidence_has_no_path_to_bytes()
    {
        var restricted = House.TypesOf("Vaern.App").Where(type => type.Name.StartsWith("RestrictedEvidence", StringComparison.Ordinal)).ToList();

        restricted.ShouldNotBeEmpty();
        restricted.SelectMany(type => ReachedFrom(type, [])).Distinct()
            .Where(type => type.IsArray || type == typeof(Stream) || typeof(Stream).IsAssignableFrom(type) || type == typeof(Memory<byte>) || type == typeof(ReadOnlyMemory<byte>)
                || type.Name.Contains("Blob", StringComparison.Ordinal) || type.Name.Contains("File", StringComparison.Ordinal))
            .ShouldBeEmpty();
        restricted.SelectMany(type => type.GetProperties()).Select(property => property.Name)
            .Where(name => name.Contains("Hash", StringComparison.Ordinal) || name.Contains("Sha", StringComparison.Ordinal) || name.Contains("Blob", StringComparison.Ordinal)
                || name.Contains("File", StringComparison.Ordinal) || name.Contains("Fingerprint", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static HashSet<Type> ReachedFrom(Type type, HashSet<Type> reached)
    {
        var inner = type.IsGenericType ? type.GetGenericArguments() : [type];
        foreach (var one in inner.Where(one => reached.Add(one) && !Harmless.Contains(one.Name) && one.Namespace?.StartsWith("Vaern", StringComparison.Ordinal) == true))
        {
            foreach (var property in one.GetProperties())
            {
                ReachedFrom(property.PropertyType, reached);
            }
        }
        return reached;
    }
}
